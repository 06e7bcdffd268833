"""The Dockerfile read as Docker reads it, and its steps carried out in an empty folder, without an engine.

What a stage has at /srv is in the folder's <stage>/srv here, and absolute paths in its steps are moved there. Steps
that need the base image's own programs (Debian packages) are left out and named; base images cannot be had here.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

ROOT = Path(__file__).parents[2]
_OURS = re.compile(r"(?<![\w./-])/(srv|build)(?=[/\s:]|$)")
_OF_THE_BASE = ("apt-get ",)
_PYTHON = """#!/bin/sh
case "$2" in pip) exec '{ours}' "$@" ;; *) exec '{reachable}' "$@" ;; esac
"""
"""Ours has pip; who may write nothing must be able to reach the other."""


@dataclass(frozen=True)
class Step:
    word: str
    rest: str

    def listed(self) -> list[str]:
        """The exec form: a JSON list."""
        words: list[str] = json.loads(self.rest)
        return words

    def copied(self) -> tuple[str, list[str], str]:
        """Of a COPY: from which stage (none: our own files), what, where to."""
        words = shlex.split(self.rest)
        stage = next((word.removeprefix("--from=") for word in words if word.startswith("--from=")), "")
        *sources, target = [word for word in words if not word.startswith("--")]
        return stage, sources, target


@dataclass
class Stage:
    name: str
    base: str
    steps: list[Step] = field(default_factory=list)

    def last(self, word: str) -> Step:
        return [step for step in self.steps if step.word == word][-1]


def stages(dockerfile: Path = ROOT / "Dockerfile") -> list[Stage]:
    found: list[Stage] = []
    for step in _steps(dockerfile.read_text("utf-8")):
        if step.word == "FROM":
            base, *rest = step.rest.split()
            found.append(Stage(rest[1] if rest else "final", base))
        else:
            found[-1].steps.append(step)
    return found


def _steps(text: str) -> Iterator[Step]:
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    for logical in re.sub(r"\\\n\s*", "", "\n".join(lines)).splitlines():
        word, _, rest = logical.partition(" ")
        yield Step(word, rest.strip())


def is_sent(path: Path, ignore: Path = ROOT / ".dockerignore") -> bool:
    """Whether Docker would give this file of ours (a relative path) to the builder: the last pattern that fits rules."""
    sent = True
    for line in ignore.read_text("utf-8").split("\n"):
        pattern = line.strip()
        if pattern and not pattern.startswith("#") and _fits(path, pattern.removeprefix("!")):
            sent = pattern.startswith("!")
    return sent


def _fits(path: Path, pattern: str) -> bool:
    """A pattern that fits a folder fits all that is in it."""
    above = [path, *path.parents][:-1]
    if pattern.startswith("**/"):
        return any(fnmatchcase(part.name, pattern[3:]) for part in above)
    wanted = pattern.split("/")
    return any(len(part.parts) == len(wanted) and all(map(fnmatchcase, part.parts, wanted)) for part in above)


@dataclass
class Image:
    """The last stage, carried out."""

    folder: Path
    work: Path
    environment: dict[str, str]
    entry: list[str]
    command: list[str]
    health: list[str]
    left_out: list[str]


class Builder:
    """`python` is the interpreter of the image: one that whoever runs it can reach."""

    def __init__(self, folder: Path, *, python: Path) -> None:
        self._folder = folder
        self._left_out: list[str] = []
        self._programs = folder / "bin"
        self._programs.mkdir()
        (self._programs / "python").write_text(_PYTHON.format(ours=sys.executable, reachable=python))
        (self._programs / "python").chmod(0o755)

    def build(self) -> Image:
        for stage in stages():
            work = Path("/")
            environment: dict[str, str] = {}
            for step in stage.steps:
                if step.word == "WORKDIR":
                    work = Path(step.rest)
                    self._in(stage.name, work).mkdir(parents=True, exist_ok=True)
                elif step.word == "COPY":
                    self._copy(stage.name, step, work)
                elif step.word == "RUN":
                    self._run(stage.name, step.rest, work)
                elif step.word == "ENV":
                    environment |= self._environment(stage.name, step.rest)
        return Image(
            folder=self._in(stage.name, Path("/")),
            work=self._in(stage.name, work),
            environment=environment,
            entry=stage.last("ENTRYPOINT").listed(),
            command=stage.last("CMD").listed(),
            health=json.loads(stage.last("HEALTHCHECK").rest.partition(" CMD ")[2]),
            left_out=self._left_out,
        )

    def _in(self, stage: str, path: Path) -> Path:
        return self._folder / stage / path.relative_to("/")

    def _moved(self, stage: str, text: str) -> str:
        return _OURS.sub(lambda match: str(self._in(stage, Path(match[0]))), text)

    def _copy(self, stage: str, step: Step, work: Path) -> None:
        of, sources, target = step.copied()
        for source in sources:
            begin = self._in(of, Path(source)) if of else ROOT / source
            end = self._in(stage, work / target)
            if begin.is_dir():
                shutil.copytree(begin, end, symlinks=True, dirs_exist_ok=True, ignore=None if of else _unsent)
            else:
                assert of or is_sent(Path(source)), f"{source} is not sent to the builder"
                end = end / begin.name if target.endswith("/") else end
                end.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(begin, end)

    def _run(self, stage: str, command: str, work: Path) -> None:
        if command.startswith(_OF_THE_BASE):
            self._left_out.append(command)
            return
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("AMENDS_", "PYTHON", "VIRTUAL_ENV"))
        }
        environment["PATH"] = f"{self._programs}{os.pathsep}{environment['PATH']}"
        subprocess.run(
            ["sh", "-ec", self._moved(stage, command)], cwd=self._in(stage, work), env=environment, check=True
        )

    def _environment(self, stage: str, text: str) -> dict[str, str]:
        pairs = (word.partition("=") for word in shlex.split(text))
        return {
            name: self._moved(stage, value).replace("$PATH", os.environ["PATH"]) for name, _, value in pairs
        }


def _unsent(folder: str, names: list[str]) -> set[str]:
    inside = Path(folder).relative_to(ROOT)
    return {name for name in names if not is_sent(inside / name)}
