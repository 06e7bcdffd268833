"""Snippets are written, changed, removed and had back; and filled in for a case."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from amends.complaints.tables import Complaint
from amends.complaints.texts import Texts
from amends.database.rows import insert_all, new_row, select_all, select_one
from amends.database.scope import execute
from amends.errors import DomainError, Forbidden, Invalid, NotFound
from amends.people.actor import Actor
from amends.people.rights import Right
from amends.snippets.tables import Snippet

SHARING: Final = Right.APPROVE_ARTICLES
"""Who writes what everybody uses."""
MOST: Final = 200
"""That somebody can choose from."""
PLACES: Final = ("number", "name", "subject", "mine")
"""What stands in braces in a snippet and is filled in: the case's number, the complainant, what it is about, the writer."""
_LONGEST_NAME: Final = 80
_LONGEST: Final = 5000
_IN_BRACES = re.compile(r"\{([a-z_]+)\}")


class ChangedMeanwhile(DomainError):
    code = "snippet-changed-meanwhile"
    status = 409
    message = "Somebody else has changed this snippet since you opened it."
    hint = "Look at how it stands now; save again if yours is right."


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    name: str
    text_zh: str
    text_en: str
    shared: bool


async def snippets_for(person: Actor) -> list[Snippet]:
    """Their own and everybody's, by name."""
    rest = (
        "WHERE removed_at IS NULL AND (owner_id IS NULL OR owner_id = $1) ORDER BY lower(name), id LIMIT $2"
    )
    return await select_all(Snippet, rest, person.id, MOST)


async def one_snippet(snippet_id: UUID, person: Actor) -> Snippet:
    """Also one that was removed; NotFound for what is somebody else's own."""
    rest = "WHERE id = $1 AND (owner_id IS NULL OR owner_id = $2)"
    row = await select_one(Snippet, rest, snippet_id, person.id)
    if row is None:
        raise NotFound()
    return row


def may_change(row: Snippet, by: Actor) -> bool:
    return by.may(Right.NOTE) if row.owner_id == by.id else by.may(SHARING)


async def add(given: Draft, *, by: Actor, now: datetime) -> UUID:
    by.demand(Right.NOTE)
    if given.shared:
        by.demand(SHARING)
    if len(await snippets_for(by)) >= MOST:
        raise Invalid({"name": "There are 200 snippets already. Please remove one first."})
    row = new_row(
        Snippet,
        owner_id=None if given.shared else by.id,
        **_checked(given),
        changes=0,
        changed_at=now,
        changed_by=by.id,
    )
    await insert_all([row])
    snippet_id: UUID = row.id
    return snippet_id


async def change(snippet_id: UUID, given: Draft, *, seen: str, by: Actor, now: datetime) -> None:
    """Whose it is stays. `seen`: its `changes` when the form was made."""
    row = await _own(snippet_id, by)
    texts = _checked(given)
    if seen != str(row.changes):
        raise ChangedMeanwhile()
    await execute(
        """UPDATE snippet SET name = $2, text_zh = $3, text_en = $4, changes = changes + 1, changed_at = $5,
            changed_by = $6 WHERE id = $1""",
        snippet_id,
        texts["name"],
        texts["text_zh"],
        texts["text_en"],
        now,
        by.id,
    )


async def remove(snippet_id: UUID, *, by: Actor, now: datetime) -> None:
    await _own(snippet_id, by)
    await execute("UPDATE snippet SET removed_at = $2 WHERE id = $1 AND removed_at IS NULL", snippet_id, now)


async def bring_back(snippet_id: UUID, *, by: Actor) -> None:
    await _own(snippet_id, by)
    await execute("UPDATE snippet SET removed_at = NULL WHERE id = $1", snippet_id)


def filled(row: Snippet, case: Complaint, *, by: Actor, nobody: str) -> str:
    """In the complainant's language where it has that. `nobody`: how whoever gave no name is called."""
    texts = {"zh": str(row.text_zh), "en": str(row.text_en)}
    text = texts[str(case.language)] or next(each for each in texts.values() if each)
    values = {
        "number": str(case.number),
        "name": str(case.complainant_name or "") or nobody,
        "subject": str(case.subject),
        "mine": by.name,
    }
    return _IN_BRACES.sub(lambda found: values.get(found[1], found[0]), text)


async def _own(snippet_id: UUID, by: Actor) -> Snippet:
    row = await one_snippet(snippet_id, by)
    if not may_change(row, by):
        raise Forbidden()
    return row


def _checked(given: Draft) -> Mapping[str, str]:
    texts = Texts()
    kept = {
        "name": texts.line("name", given.name, longest=_LONGEST_NAME, needed="Please give it a name."),
        "text_zh": texts.prose("text_zh", given.text_zh, required=False, longest=_LONGEST),
        "text_en": texts.prose("text_en", given.text_en, required=False, longest=_LONGEST),
    }
    if not kept["text_zh"] and not kept["text_en"]:
        texts.wrong["text_zh"] = "Please write the text in at least one language."
    for name in ("text_zh", "text_en"):
        if unknown := [place for place in _IN_BRACES.findall(kept[name]) if place not in PLACES]:
            texts.wrong[name] = "Nothing is known to fill in for “%(place)s”."
            raise Invalid(texts.wrong, place=unknown[0])
    texts.demand()
    return kept
