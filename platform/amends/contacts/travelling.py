"""The letter with a code on its way: the code is put in as it leaves."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from amends.contacts.keys import CODE_LATER, code_of
from amends.contacts.tables import ContactChange
from amends.database.rows import select_one


async def coded(body: str, complaint_id: UUID | None, address: str, *, secrets: Sequence[str]) -> str:
    """With the code that counts now. What was thrown away meanwhile leaves without one."""
    change = await select_one(
        ContactChange, "WHERE complaint_id = $1 AND contact = $2", complaint_id, address
    )
    code = code_of(secrets[0], change.id, int(change.code_number)) if change is not None else "\u2014"
    return body.replace(CODE_LATER, code)
