"""Files that hold policy, checked as they lie: a template's folder or any file of it, a folder of templates, a policy."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from amends.policy.document import Policy
from amends.policy.loosening import Loosened, loosened
from amends.policy.merge import Layer, in_force, strangers
from amends.policy.parse import PolicyError, parse
from amends.policy.places import at, keys_of, too_deep
from tenants.adopted import Plain
from tenants.template_files import HEAD, TemplateError, folder_of
from tenants.templates import Template, check_file, load_templates, pickable_templates


def problems_of(path: Path) -> list[str]:
    """One line for each mistake: file, place, what was expected. Empty for what may be used."""
    if not path.exists():
        return [f"{path}: expected a file or a folder, there is none"]
    if path.is_dir() and not (path / HEAD).exists():
        return _folder_of_templates(path)
    if _is_of_template(path):
        return list(dict.fromkeys(check_file(path)))
    return _policy(path)


def policies_of(path: Path) -> list[tuple[str, Policy]]:
    """What such files come to, where nothing is wrong with them; of templates those that can be picked."""
    if path.is_dir() and not (path / HEAD).exists():
        return _resolved(load_templates(path).values())
    if _is_of_template(path):
        folder = folder_of(path)
        return _resolved([load_templates(folder.parent)[folder.name]])
    document = _read(path)
    if "overrides" in document:
        document = in_force(layer.document for layer in _layers(document))
    return [(str(path), parse(document, where=str(path)))]


def loosened_by(path: Path) -> list[Loosened]:
    """What an organisation's own layer asks less for than the template it names, where that rests on law. As
    `policies_of`: of files with nothing wrong; none of other files, which have nothing below them."""
    if path.is_dir() or _is_of_template(path):
        return []
    document = _read(path)
    if "overrides" not in document:
        return []
    *inherited, own = _layers(document)
    below = in_force(layer.document for layer in inherited)
    return loosened(below, in_force([below, own.document]))


def _resolved(templates: Iterable[Template]) -> list[tuple[str, Policy]]:
    return [(each.code, each.policy) for each in templates if each.pickable]


def _folder_of_templates(path: Path) -> list[str]:
    folders = sorted(head.parent for head in path.glob(f"*/{HEAD}"))
    if not folders:
        return [f"{path}: expected a template, or folders of templates, with a {HEAD}"]
    return list(dict.fromkeys(problem for folder in folders for problem in check_file(folder)))


def _is_of_template(path: Path) -> bool:
    if path.suffix == ".json":
        return False
    try:
        folder_of(path)
    except TemplateError:
        return False
    return True


def _policy(path: Path) -> list[str]:
    try:
        document = _read(path)
        if too_deep(document):
            return [f"{path}: document: expected tables within tables, not so many of them"]
        if "overrides" in document:
            return [f"{path}: {problem}" for problem in _overrides(document)]
        parse(document, where=str(path))
    except (PolicyError, TemplateError) as error:
        return list(getattr(error, "problems", ())) or [f"{path}: {error}"]
    except (ValueError, RecursionError) as error:
        return [f"{path}: cannot be read: {' '.join(str(error).split())}"]
    return []


def _read(path: Path) -> Plain:
    """As organisations export it: TOML or JSON, whatever the file is called."""
    text = path.read_text(encoding="utf-8")
    if text.lstrip().startswith("{"):
        return msgspec.json.decode(text, type=dict[str, object])
    return tomllib.loads(text)


def _overrides(document: Plain) -> Iterator[str]:
    """An organisation's own layer is held against the shipped template it was made for."""
    known, code = pickable_templates(), document.get("template")
    if code not in known:
        yield f"template: expected one of {', '.join(known)}, got {code!r}"
        return
    adopted, own = known[str(code)].adopted, document["overrides"]
    variants = document.get("variants", {})
    if not isinstance(own, dict) or not isinstance(variants, dict):
        yield "overrides, variants: expected tables"
        return
    for group, choice in variants.items():
        if group not in adopted.groups or choice not in adopted.groups[group].choices:
            yield f"variants.{group}: no such choice {choice!r}"
    layers = _layers(document)
    in_all = in_force(layer.document for layer in layers)
    yield from (problem.removeprefix(": ") for problem in strangers(layers) if problem.startswith(": "))
    yield from _pins(document.get("pins", []), in_all)
    try:
        parse(in_all, where="")
    except PolicyError as error:
        yield from (problem.removeprefix(": ") for problem in error.problems)


def _layers(document: Plain) -> list[Layer]:
    """Of an organisation's own layer that names a shipped template and variants it has."""
    adopted = pickable_templates()[str(document["template"])].adopted
    variants, own = document.get("variants", {}), document["overrides"]
    assert isinstance(variants, dict)
    assert isinstance(own, dict)
    return [*adopted.laid(variants), Layer("", own)]


def _pins(pins: object, document: Plain) -> Iterator[str]:
    if not isinstance(pins, list):
        yield "pins: expected a list of places"
        return
    for pin in pins:
        if at(document, keys_of(str(pin))) is None:
            yield f"pins: there is no {pin} to be kept"
