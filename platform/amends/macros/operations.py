"""Macros are written, changed, removed and had back; shared as snippets are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from amends.complaints.texts import Texts
from amends.database.rows import insert_all, new_row, select_all, select_one
from amends.database.scope import execute
from amends.errors import DomainError, Forbidden, Invalid, NotFound
from amends.macros.tables import Macro
from amends.people.actor import Actor
from amends.people.rights import Right
from amends.people.tables import Department, Person
from amends.snippets.operations import SHARING, one_snippet
from amends.workbench.tags import LONGEST as LONGEST_TAG
from amends.workbench.tags import MOST as MOST_TAGS
from amends.workbench.tags import tidy

MOST: Final = 100
"""That somebody can choose from."""
_LONGEST_NAME: Final = 80
_LONGEST: Final = 5000
_LONGEST_TAGS: Final = 400


class ChangedMeanwhile(DomainError):
    code = "macro-changed-meanwhile"
    status = 409
    message = "Somebody else has changed this macro since you opened it."
    hint = "Look at how it stands now; save again if yours is right."


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    name: str
    department_id: UUID | None = None
    assignee_id: UUID | None = None
    tags_on: str = ""
    tags_off: str = ""
    snippet_id: UUID | None = None
    note: str = ""
    shared: bool = False


async def macros_for(person: Actor) -> list[Macro]:
    """Their own and everybody's, by name."""
    rest = (
        "WHERE removed_at IS NULL AND (owner_id IS NULL OR owner_id = $1) ORDER BY lower(name), id LIMIT $2"
    )
    return await select_all(Macro, rest, person.id, MOST)


async def one_macro(macro_id: UUID, person: Actor) -> Macro:
    """Also one that was removed; NotFound for what is somebody else's own."""
    row = await select_one(
        Macro, "WHERE id = $1 AND (owner_id IS NULL OR owner_id = $2)", macro_id, person.id
    )
    if row is None:
        raise NotFound()
    return row


def may_change(row: Macro, by: Actor) -> bool:
    return by.may(Right.NOTE) if row.owner_id == by.id else by.may(SHARING)


async def add(given: Draft, *, by: Actor, now: datetime) -> UUID:
    by.demand(Right.NOTE)
    if given.shared:
        by.demand(SHARING)
    if len(await macros_for(by)) >= MOST:
        raise Invalid({"name": "There are 100 macros already. Please remove one first."})
    row = new_row(
        Macro,
        owner_id=None if given.shared else by.id,
        **await _checked(given, shared=given.shared, by=by),
        changes=0,
        changed_at=now,
        changed_by=by.id,
    )
    await insert_all([row])
    macro_id: UUID = row.id
    return macro_id


async def change(macro_id: UUID, given: Draft, *, seen: str, by: Actor, now: datetime) -> None:
    """Whose it is stays. `seen`: its `changes` when the form was made."""
    row = await _own(macro_id, by)
    parts = await _checked(given, shared=row.owner_id is None, by=by)
    if seen != str(row.changes):
        raise ChangedMeanwhile()
    await execute(
        """UPDATE macro SET name = $2, department_id = $3, assignee_id = $4, tags_on = $5, tags_off = $6,
            snippet_id = $7, note = $8, changes = changes + 1, changed_at = $9, changed_by = $10 WHERE id = $1""",
        macro_id,
        *(parts[name] for name in _PARTS),
        now,
        by.id,
    )


_PARTS: Final = ("name", "department_id", "assignee_id", "tags_on", "tags_off", "snippet_id", "note")


async def remove(macro_id: UUID, *, by: Actor, now: datetime) -> None:
    await _own(macro_id, by)
    await execute("UPDATE macro SET removed_at = $2 WHERE id = $1 AND removed_at IS NULL", macro_id, now)


async def bring_back(macro_id: UUID, *, by: Actor) -> None:
    await _own(macro_id, by)
    await execute("UPDATE macro SET removed_at = NULL WHERE id = $1", macro_id)


async def _own(macro_id: UUID, by: Actor) -> Macro:
    row = await one_macro(macro_id, by)
    if not may_change(row, by):
        raise Forbidden()
    return row


async def _checked(given: Draft, *, shared: bool, by: Actor) -> Mapping[str, object]:
    """As the acts themselves will ask for it; what a case's own state forbids shows when it is run."""
    texts = Texts()
    kept: dict[str, object] = {
        "name": texts.line("name", given.name, longest=_LONGEST_NAME, needed="Please give it a name."),
        "department_id": given.department_id,
        "assignee_id": given.assignee_id,
        "tags_on": _words(texts, "tags_on", given.tags_on),
        "tags_off": _words(texts, "tags_off", given.tags_off),
        "snippet_id": given.snippet_id,
        "note": texts.prose("note", given.note, required=False, longest=_LONGEST),
    }
    await _demand_there(texts, given)
    await _demand_snippet(texts, given.snippet_id, shared=shared, by=by)
    if not any(value for name, value in kept.items() if name != "name"):
        texts.wrong["name"] = "Please choose at least one thing that it does."
    texts.demand()
    return kept


def _words(texts: Texts, name: str, given: str) -> str:
    words = tidy(given[:_LONGEST_TAGS])
    if len(words) > MOST_TAGS:
        texts.wrong[name] = "A case can have 12 tags at most."
    elif any(len(word) > LONGEST_TAG for word in words):
        texts.wrong[name] = "Please keep each tag short: 30 characters at most."
    return ", ".join(words)


async def _demand_there(texts: Texts, given: Draft) -> None:
    """They may have gone when it is run: then that act is refused."""
    department = given.department_id
    if (
        department is not None
        and await select_one(Department, "WHERE id = $1 AND retired_at IS NULL", department) is None
    ):
        texts.wrong["department"] = "Please choose a department."
    if given.assignee_id is not None and await select_one(Person, "WHERE id = $1", given.assignee_id) is None:
        texts.wrong["assignee"] = "This person cannot handle complaints."


async def _demand_snippet(texts: Texts, snippet_id: UUID | None, *, shared: bool, by: Actor) -> None:
    if snippet_id is None:
        return
    try:
        snippet = await one_snippet(snippet_id, by)
    except NotFound:
        texts.wrong["snippet"] = "Please choose a snippet."
        return
    if shared and snippet.owner_id is not None:
        texts.wrong["snippet"] = "Everybody uses this macro: choose a snippet that everybody has."
