"""Two kinds of account sign in the same way: an organisation's staff, and the platform's operators.

What is done is written once; a realm says in which tables. Names are these constants and nothing else; values are
always bound.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid4

from amends.database.scope import current_tenant, execute


@dataclass(frozen=True, slots=True)
class Realm:
    owner: str
    """The column that says whose a row is."""
    people: str
    sessions: str
    factors: str
    codes: str
    steps: str
    resets: str
    walled: bool

    @property
    def of_one(self) -> str:
        """What is unique with the owner."""
        return f"tenant_id, {self.owner}" if self.walled else self.owner


STAFF = Realm(
    owner="person_id",
    people="person",
    sessions="session",
    factors="second_factor",
    codes="recovery_code",
    steps="sign_in_step",
    resets="password_reset",
    walled=True,
)
OPERATORS = Realm(
    owner="operator_id",
    people="operator",
    sessions="operator_session",
    factors="operator_second_factor",
    codes="operator_recovery_code",
    steps="operator_sign_in_step",
    resets="operator_password_reset",
    walled=False,
)


async def insert(realm: Realm, table: str, values: Mapping[str, object], *, or_nothing: str = "") -> None:
    """One row; `or_nothing` names the columns of which there may be one already."""
    row = {"id": uuid4(), **values}
    if realm.walled:
        row["tenant_id"] = current_tenant()
    places = ", ".join(f"${place}" for place in range(1, len(row) + 1))
    conflict = f" ON CONFLICT ({or_nothing}) DO NOTHING" if or_nothing else ""
    await execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places}){conflict}", *row.values())  # noqa: S608
