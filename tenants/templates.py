"""The industry templates shipped with the product: a folder each below `templates/industry`, checked as one family.

A template may extend another; its own files are then a layer over the parent's. One that is not pickable is a
foundation only: it need not be complete by itself. How a folder is laid out is said in `tenants.template_files`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from amends.policy.document import Policy
from amends.policy.merge import strangers
from amends.policy.parse import PolicyError, parse
from tenants.adopted import Adopted, Group, Plain, TemplateLayer
from tenants.template_files import HEAD, Source, TemplateError, folder_of, read_folder

SHIPPED = Path(__file__).parent.parent / "templates" / "industry"

__all__ = [
    "SHIPPED", "Template", "TemplateError", "check_file", "load_templates", "pickable_templates", "problems_of_choices"
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    code: str
    extends: str | None
    pickable: bool
    layer: Plain
    """What its own files say."""
    adopted: Adopted
    """What an organisation that picks it keeps of it."""
    document: Plain
    """Its own files laid over its parents', and the usual choice of every variant."""
    resolved: Policy | None
    """None for a foundation."""

    @property
    def policy(self) -> Policy:
        if self.resolved is None:
            raise TemplateError(
                self.code, "is only a foundation for other templates; pick one that extends it"
            )
        return self.resolved


def load_templates(root: Path | None = None) -> dict[str, Template]:
    """Every template under `root` (None: those shipped, read once), by code; raises if any is wrong."""
    return dict(_shipped()) if root is None else _load(root)


def pickable_templates() -> dict[str, Template]:
    """Those an organisation may start from."""
    return {code: template for code, template in _shipped().items() if template.pickable}


def check_file(path: Path) -> list[str]:
    """What is wrong with the template that a file (or folder) belongs to, a line each, whatever variants are chosen;
    its parents are looked for in the folders beside."""
    try:
        folder = folder_of(path)
        sources = {found.code: found for found in map(read_folder, _folders(folder.parent))}
        template = _template(sources[folder.name], sources)
        return [*_leftovers(template, sources), *problems_of_choices(template)]
    except PolicyError as error:
        return list(error.problems)
    except TemplateError as error:
        return [str(error)]


def problems_of_choices(template: Template) -> list[str]:
    """Every choice is tried once, with the usual one of all other groups."""
    if not template.pickable:
        return []
    problems: list[str] = []
    for code, group in template.adopted.ranked():
        for choice in (choice for choice in group.choices if choice != group.default):
            where = f"{template.code}/variants/{code}/{choice}.toml"
            try:
                parse(template.adopted.document({code: choice}), where=where)
            except PolicyError as error:
                problems += error.problems
    return problems


@cache
def _shipped() -> Mapping[str, Template]:
    return _load(SHIPPED)


def _load(root: Path) -> dict[str, Template]:
    sources = {source.code: source for source in map(read_folder, _folders(root))}
    if not sources:
        raise TemplateError(str(root), f"expected folders with a {HEAD}, found none")
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


def _folders(root: Path) -> list[Path]:
    return sorted(path.parent for path in root.glob(f"*/{HEAD}"))


def _template(source: Source, sources: Mapping[str, Source]) -> Template:
    lineage = _lineage(source, sources)
    adopted = Adopted(
        layers=tuple(
            TemplateLayer(code=line.code, version=line.version, layer=line.layer)
            for line in reversed(lineage)
        ),
        groups=_groups(lineage),
    )
    document = adopted.document()
    return Template(
        code=source.code,
        extends=source.extends,
        pickable=source.pickable,
        layer=source.layer,
        adopted=adopted,
        document=document,
        resolved=_parsed(document, lineage) if source.pickable else None,
    )


def _leftovers(template: Template, sources: Mapping[str, Source]) -> Iterator[str]:
    """What a layer takes away, or changes, that no layer below it has: of every choice of its variants too."""
    tried = [{code: choice} for code, group in template.adopted.ranked() for choice in group.choices]
    found = (problem for chosen in ({}, *tried) for problem in strangers(template.adopted.laid(chosen)))
    for problem in dict.fromkeys(found):
        layer, _, rest = problem.partition(": ")
        if layer in sources:
            yield _placed(rest, [sources[layer]])
        else:
            yield f"{template.code}/variants/{layer}.toml: {rest}"


def _groups(lineage: list[Source]) -> dict[str, Group]:
    """A group that a child asks anew is the child's."""
    return {code: group for line in reversed(lineage) for code, group in line.groups.items()}


def _parsed(document: Plain, lineage: list[Source]) -> Policy:
    try:
        return parse(document, where="")
    except PolicyError as error:
        raise PolicyError([_placed(problem, lineage) for problem in error.problems]) from error


def _placed(problem: str, lineage: list[Source]) -> str:
    """Named by the file that says what is wrong, else by the template's head."""
    problem = problem.removeprefix(": ")
    place = tuple(problem.partition(":")[0].split("."))
    for here in (place[:length] for length in range(len(place), 0, -1)):
        for source in lineage:
            if here in source.origins:
                return f"{source.origins[here]}: {problem}"
    return f"{lineage[0].where}: {problem}"


def _lineage(source: Source, sources: Mapping[str, Source]) -> list[Source]:
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
