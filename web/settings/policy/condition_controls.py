"""The rows of a condition as a form draws them: what is looked at, how it is compared, with what it may be compared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from amends.policy.document import Operator
from amends.policy.places import Table
from web.i18n import gettext
from web.settings.policy.condition_rows import DEEPEST, Group, Row, condition_of, rows_of
from web.settings.policy.naming import Option, answers, options
from web.settings.policy.reading_conditions import typed_rows
from web.settings.policy.spoken_conditions import when_text
from web.settings.policy.wording import choice_text

View = dict[str, Any]


def condition_control(name: str, typed: Mapping[str, object], document: Table) -> View:
    """{kept, said, deep, group, facts, operators}; `kept`: as it is written, while its rows are folded (`group` none)."""
    fields = {place: _several(value) for place, value in typed.items() if place.startswith(f"{name}.")}
    if f"{name}.join" not in fields:
        kept = (fields.get(f"{name}.kept") or [""])[-1]
        condition = msgspec.json.decode(kept) if kept else None
        deep = rows_of(condition) is None
        return {"kept": kept, "said": _said(condition, document), "deep": deep, "group": None}
    group = typed_rows(fields, name)
    return {
        "kept": "",
        "said": _said(condition_of(group), document),
        "deep": False,
        "group": _group(group, name, document),
        "facts": options(document, "facts"),
        "operators": [(str(op), choice_text(Operator, str(op))) for op in Operator],
    }


def _group(group: Group, name: str, document: Table, depth: int = 1) -> View:
    """{name, join, negated, rows: list, may_nest}; the last row is a blank one."""
    parts = [part for part in group.parts if isinstance(part, Group) or part.field] + [Row()]
    return {
        "name": name,
        "join": group.join,
        "negated": group.negated,
        "rows": [_part(part, f"{name}.{number}", document, depth) for number, part in enumerate(parts)],
        "next": f"{name}.{len(parts)}",
        "may_nest": depth < DEEPEST,
        "inner": depth > 1,
    }


def _part(part: Row | Group, name: str, document: Table, depth: int) -> View:
    if isinstance(part, Group):
        return {"nested": _group(part, name, document, depth + 1)}
    offered = answers(document, part.field) if part.field else []
    free = not offered or part.op not in (Operator.IS, Operator.IS_NOT, Operator.ONE_OF, Operator.CONTAINS)
    return {
        "nested": None,
        "name": name,
        "field": part.field,
        "op": part.op,
        "negated": part.negated,
        "value": ", ".join(part.value),
        "values": list(part.value),
        "answers": [] if free else _with(offered, part.value),
        "many": part.op == Operator.ONE_OF,
        "valueless": part.op == Operator.GIVEN,
    }


def _with(offered: list[Option], chosen: tuple[str, ...]) -> list[Option]:
    known = {code for code, _ in offered}
    return offered + [(code, code) for code in chosen if code not in known]


def _said(condition: Table | None, document: Table) -> str:
    return when_text(condition, document) if condition else gettext("in every case")


def _several(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]
