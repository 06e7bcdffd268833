"""Everything about one's own account, behind each of the two doors."""

from __future__ import annotations

from typing import Any

from web.account import entering, factors, passwords, security
from web.account.door import Door
from web.account.operators import OPERATOR_DOOR
from web.account.staff import STAFF_DOOR


def _behind(door: Door) -> list[Any]:
    return [
        *entering.routes_of(door),
        *passwords.routes_of(door),
        *security.routes_of(door),
        *factors.routes_of(door),
    ]


routes: list[Any] = [*_behind(STAFF_DOOR), *_behind(OPERATOR_DOOR)]
