"""One template's folder as it lies on disk: all its `*.toml` together are its layer, its variants lie beside.

templates/industry/<code>/policy.toml            code, version, extends, pickable, and what else it says
templates/industry/<code>/<anything>.toml        more of the same layer; nothing is said twice
templates/industry/<code>/variants/<group>/group.toml      name, help, rank, default
templates/industry/<code>/variants/<group>/<choice>.toml   name, help, rank, and under [layer] what it changes
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import msgspec

from amends.errors import DomainError
from tenants.adopted import Choice, Group, Plain

HEAD = "policy.toml"
_GROUP = "group.toml"
_OF_THE_HEAD = ("code", "version", "extends", "pickable")

Kind = TypeVar("Kind")
Place = tuple[str, ...]


class TemplateError(DomainError):
    """A template that cannot be read, or a family of templates that does not hang together."""

    code = "template-invalid"
    status = 500
    message = "%(where)s: %(problem)s"

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(where=where, problem=problem)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A folder that was read."""

    code: str
    where: str
    extends: str | None
    pickable: bool
    version: str
    layer: Plain
    groups: dict[str, Group]
    origins: dict[Place, str] = field(repr=False)
    """Which file says what stands at a place."""


def read_folder(folder: Path) -> Source:
    origins: dict[Place, str] = {}
    layer = _read(folder / HEAD, origins=origins)
    where = named(folder / HEAD)
    extends, pickable = layer.pop("extends", None), layer.pop("pickable", True)
    if not isinstance(extends, str | None) or not isinstance(pickable, bool):
        raise TemplateError(
            where, "expected extends to be a template's code and pickable to be true or false"
        )
    if layer.get("code") != folder.name:
        raise TemplateError(
            where, f"expected code = {folder.name!r} like its folder, got {layer.get('code')!r}"
        )
    if not isinstance(version := layer.get("version", ""), str):
        raise TemplateError(where, f"expected version to be a text such as '1.0.0', got {version!r}")
    for path in sorted(folder.glob("*.toml")):
        if path.name != HEAD:
            _add(layer, _read(path, origins={}), place=(), file=named(path), origins=origins)
    return Source(
        code=folder.name,
        where=where,
        extends=extends,
        pickable=pickable,
        version=version,
        layer=layer,
        groups=_groups(folder / "variants"),
        origins=origins,
    )


def named(path: Path) -> str:
    """As messages call it: from the folder above the template's on."""
    parts = path.parts
    at = max((place for place, part in enumerate(parts[:-1]) if part == "industry"), default=len(parts) - 2)
    return "/".join(parts[max(0, at - 1) :])


def folder_of(path: Path) -> Path:
    """The template's folder that a file of it lies in, however deep."""
    start = path.resolve()
    for folder in (start, *start.parents):
        if (folder / HEAD).is_file():
            return folder
    raise TemplateError(named(start), f"belongs to no template: no {HEAD} in its folder or above")


def _read(path: Path, *, origins: dict[Place, str]) -> Plain:
    where = named(path)
    try:
        layer = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TemplateError(where, f"cannot be read: {error}") from error
    _note(layer, place=(), file=where, origins=origins)
    return layer


def _note(value: object, *, place: Place, file: str, origins: dict[Place, str]) -> None:
    origins[place] = file
    if isinstance(value, dict):
        for key, item in value.items():
            _note(item, place=(*place, key), file=file, origins=origins)


def _add(into: Plain, more: Plain, *, place: Place, file: str, origins: dict[Place, str]) -> None:
    """Tables grow together; anything else is said by one file alone."""
    for key, value in more.items():
        here = (*place, key)
        there = into.get(key)
        if not place and key in _OF_THE_HEAD:
            raise TemplateError(file, f"{key}: belongs into {HEAD}")
        if key not in into:
            into[key] = value
            _note(value, place=here, file=file, origins=origins)
        elif isinstance(there, dict) and isinstance(value, dict):
            _add(there, value, place=here, file=file, origins=origins)
        else:
            raise TemplateError(file, f"{'.'.join(here)}: stands in {origins[here]} already")


def _groups(folder: Path) -> dict[str, Group]:
    for path in sorted(folder.glob("*/*.toml")):
        if not (path.parent / _GROUP).is_file():  # it would be passed over unseen
            raise TemplateError(named(path), f"has no {_GROUP} beside it")
    return {path.parent.name: _group(path) for path in sorted(folder.glob(f"*/{_GROUP}"))}


def _group(path: Path) -> Group:
    said = _read(path, origins={})
    choices = {
        choice.stem: _converted(_read(choice, origins={}), Choice, choice)
        for choice in sorted(path.parent.glob("*.toml"))
        if choice.name != _GROUP
    }
    if "choices" in said:
        raise TemplateError(named(path), "choices: each has a file of its own beside this one")
    group: Group = _converted({**said, "choices": choices}, Group, path)
    if group.default not in choices:
        raise TemplateError(
            named(path), f"default: expected one of {', '.join(choices)}, got {group.default!r}"
        )
    return group


def _converted(said: object, kind: type[Kind], path: Path) -> Kind:
    try:
        return msgspec.convert(said, type=kind)
    except msgspec.ValidationError as error:
        text = str(error)
        raise TemplateError(named(path), text[:1].lower() + text[1:]) from error
