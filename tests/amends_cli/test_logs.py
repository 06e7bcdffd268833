"""What a log never tells: an exception's own words."""

from __future__ import annotations

import ast
import asyncio
import gc
import json
import logging
import subprocess
import sys
from collections.abc import Iterator

import pytest
import structlog

from amends_cli.logs import FIELDS, configure
from tests.amends_cli.terminal import ROOT, environment


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


@pytest.mark.parametrize("plain", [True, False])
def test_an_exception_is_logged_by_kind_and_place_without_its_text(
    plain: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(plain=plain)
    try:
        try:
            raise ValueError("DETAIL: Key (email)=(amina@example.com) already exists.")
        except ValueError as cause:
            raise RuntimeError("INSERT INTO person (email) VALUES ('amina@example.com')") from cause
    except RuntimeError:
        logging.getLogger("a.library").exception("not saved", extra={"request_id": "abc"})
    shown = capsys.readouterr().out
    assert "amina" not in shown
    assert "INSERT" not in shown
    assert "builtins.RuntimeError < builtins.ValueError" in shown
    assert "test_logs.py:" in shown


def test_in_production_each_line_is_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    configure(plain=False)
    logging.getLogger("amends").warning("mail refused")
    [line] = capsys.readouterr().out.splitlines()
    told = json.loads(line)
    assert (told["event"], told["level"], told["logger"]) == ("mail refused", "warning", "amends")


def test_of_a_library_s_line_only_what_stands_in_its_code(capsys: pytest.CaptureFixture[str]) -> None:
    configure(plain=False)
    logging.getLogger("somebody.elses").warning("cannot send to %s", "amina@example.com")
    logging.getLogger("workers.effects").warning("outbox row %s", "given up")
    foreign, ours = map(json.loads, capsys.readouterr().out.splitlines())
    assert (foreign["event"], ours["event"]) == ("cannot send to %s", "outbox row given up")


async def test_what_asyncio_finds_nobody_waited_for_keeps_its_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure(plain=False)

    async def fails() -> None:
        raise ValueError("amina@example.com")

    task = asyncio.create_task(fails())
    await asyncio.wait([task])
    del task
    gc.collect()
    told = json.loads(capsys.readouterr().out)
    assert told["event"] == "Task exception was never retrieved"
    assert "amina" not in json.dumps(told)
    assert told["error"] == "builtins.ValueError"


def test_fields_nobody_declared_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    configure(plain=False, process="worker")
    logging.getLogger("a.library").warning("sent", extra={"row": "1", "address_line": "amina@example.com"})
    told = json.loads(capsys.readouterr().out)
    assert (told["row"], told["process"]) == ("1", "worker")
    assert "address_line" not in told


LEVELS = {"debug", "info", "warning", "error", "exception", "critical", "log"}


def test_every_field_our_code_gives_is_declared() -> None:
    """An undeclared one would be left out without a word."""
    given = {
        key.value
        for folder in ("platform", "tenants", "web", "workers")
        for path in (ROOT / folder).rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "attr", "") in LEVELS
        for keyword in call.keywords
        if keyword.arg == "extra" and isinstance(keyword.value, ast.Dict)
        for key in keyword.value.keys
        if isinstance(key, ast.Constant)
    }
    assert given >= {"request_id", "row", "tenant"}
    assert given <= FIELDS


def test_what_nobody_caught_is_told_by_kind_too() -> None:
    script = """
import threading
from amends_cli import logs

logs.configure(plain=False, process="clock")
logs.catch_what_nobody_caught()

def fail():
    raise ValueError("amina@example.com")

thread = threading.Thread(target=fail)
thread.start()
thread.join()
raise ExceptionGroup("amina@example.com", [OSError("amina@example.com"), ValueError("amina@example.com")])
"""
    ended = subprocess.run(
        [sys.executable, "-c", script], env=environment(), text=True, capture_output=True, check=False
    )
    assert "amina" not in ended.stdout + ended.stderr
    told = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [line["error"] for line in told] == [
        "builtins.ValueError",
        "builtins.ExceptionGroup (builtins.OSError + builtins.ValueError)",
    ]
    assert ended.returncode == 1
