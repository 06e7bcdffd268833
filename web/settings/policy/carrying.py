"""What a form shows after somebody else changed its item meanwhile: what was typed here, and what the other one changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from web.settings.policy.item_view import touched

Values = Mapping[str, object]


def carried(typed: Values, base: Values, now: Values) -> dict[str, Any]:
    """`typed` where it differs from `base`, which its form was made from; what there is `now` everywhere else."""
    mine = touched(base, typed, ())
    rows = _rows_worked_on(typed, now, mine)
    kept = {name for name in typed if name in mine or name.startswith(rows)}
    theirs = {name: value for name, value in now.items() if name not in mine}
    return theirs | {name: typed[name] for name in kept}


def _rows_worked_on(typed: Values, now: Values, mine: frozenset[str]) -> tuple[str, ...]:
    """Rows somebody else took away while they were changed here: they stay whole."""
    gone = (name.removesuffix("here") for name in typed if name.endswith(".here") and name not in now)
    return tuple(row for row in gone if any(name.startswith(row) for name in mine))
