"""The industry templates shipped with the product: read from `templates/industry/*/policy.toml`, checked as one.

A template may extend another; its own file is then a layer over the parent's. One that is not pickable is a
foundation only: it need not be complete by itself.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from amends.errors import DomainError
from amends.policy.document import Policy
from amends.policy.merge import overlay
from amends.policy.parse import PolicyError, parse

SHIPPED = Path(__file__).parent.parent / "templates" / "industry"

_FILE = "policy.toml"


class TemplateError(DomainError):
    """A template that cannot be read, or a family of templates that does not hang together."""

    code = "template-invalid"
    status = 500
    message = "%(where)s: %(problem)s"

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(where=where, problem=problem)


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    code: str
    extends: str | None
    pickable: bool
    layer: dict[str, object]
    """What its own file says."""
    document: dict[str, object]
    """Its own file laid over its parents'."""
    resolved: Policy | None
    """None for a foundation."""

    @property
    def policy(self) -> Policy:
        if self.resolved is None:
            raise TemplateError(
                self.code, "is only a foundation for other templates; pick one that extends it"
            )
        return self.resolved


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    code: str
    where: str
    extends: str | None
    pickable: bool
    layer: dict[str, object]


def load_templates(root: Path | None = None) -> dict[str, Template]:
    """Every template under `root` (None: those shipped, read once), by code; raises if any is wrong."""
    return dict(_shipped()) if root is None else _load(root)


def pickable_templates() -> dict[str, Template]:
    """Those an organisation may start from."""
    return {code: template for code, template in _shipped().items() if template.pickable}


def check_file(path: Path) -> list[str]:
    """What is wrong with one template's file, a line each; its parents are looked for in the folders beside."""
    try:
        sources = {found.code: found for found in map(_read, _files(path.resolve().parent.parent))}
        _template(_read(path.resolve()), sources)
    except PolicyError as error:
        return list(error.problems)
    except TemplateError as error:
        return [str(error)]
    return []


@cache
def _shipped() -> Mapping[str, Template]:
    return _load(SHIPPED)


def _load(root: Path) -> dict[str, Template]:
    sources = {source.code: source for source in map(_read, _files(root))}
    if not sources:
        raise TemplateError(str(root), f"expected folders with a {_FILE}, found none")
    problems: list[str] = []
    templates = {}
    for code, source in sources.items():
        try:
            templates[code] = _template(source, sources)
        except PolicyError as error:
            problems += error.problems
    if problems:
        raise PolicyError(problems)
    return templates


def _files(root: Path) -> list[Path]:
    return sorted(root.glob(f"*/{_FILE}"))


def _read(path: Path) -> _Source:
    where = "/".join(path.parts[-4:])
    try:
        layer = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TemplateError(where, f"cannot be read: {error}") from error
    extends, pickable = layer.pop("extends", None), layer.pop("pickable", True)
    if not isinstance(extends, str | None) or not isinstance(pickable, bool):
        raise TemplateError(
            where, "expected extends to be a template's code and pickable to be true or false"
        )
    code = path.parent.name
    if layer.get("code") != code:
        raise TemplateError(where, f"expected code = {code!r} like its folder, got {layer.get('code')!r}")
    return _Source(code=code, where=where, extends=extends, pickable=pickable, layer=layer)


def _template(source: _Source, sources: Mapping[str, _Source]) -> Template:
    document: dict[str, object] = {}
    for layer in (ancestor.layer for ancestor in reversed(_lineage(source, sources))):
        document = overlay(document, layer)
    return Template(
        code=source.code,
        extends=source.extends,
        pickable=source.pickable,
        layer=source.layer,
        document=document,
        resolved=parse(document, where=source.where) if source.pickable else None,
    )


def _lineage(source: _Source, sources: Mapping[str, _Source]) -> list[_Source]:
    """The template, its parent, its parent's parent …"""
    line = [source]
    while (parent := line[-1].extends) is not None:
        if parent not in sources:
            raise TemplateError(line[-1].where, f"extends {parent!r}, which does not exist")
        if parent in (ancestor.code for ancestor in line):
            circle = " → ".join([*(ancestor.code for ancestor in line), parent])
            raise TemplateError(source.where, f"extends itself in a circle: {circle}")
        line.append(sources[parent])
    return line
