"""Reading a case for the index: each of its texts by itself, as whoever may read it differs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Final
from uuid import UUID

import msgspec

from amends.complaints.answers import several
from amends.complaints.tables import Complaint
from amends.database.rows import select_all
from amends.database.scope import execute, fetch
from amends.policy.document import Field, Policy
from amends.search.keys import hashed, own_key
from amends.search.tokens import of_text

AGAIN_AFTER: Final = timedelta(minutes=5)
"""What a worker took and did not read is handed out anew."""


class Rank(IntEnum):
    """What a text is."""

    WHO = 0
    SUBJECT = 1
    FILES = 2
    TEXT = 3
    MESSAGES = 4


@dataclass(frozen=True, slots=True)
class Part:
    rank: Rank
    text: str
    readers: tuple[str, ...] = ()
    """Roles that alone read it; none: everybody who reads cases."""


@dataclass(frozen=True, slots=True)
class Waiting:
    tenant_id: UUID
    complaint_id: UUID
    turn: int


async def waiting(*, now: datetime, most: int) -> list[Waiting]:
    """In the platform scope. Handed out once, to whoever asks first."""
    rows = await fetch("SELECT * FROM search_waiting($1, $2, $3)", now, now + AGAIN_AFTER, most)
    return [Waiting(row["tenant_id"], row["id"], row["turn"]) for row in rows]


async def index(case: Waiting, policy: Policy) -> None:
    """In the tenant's scope; `policy`: the one the case goes by. Changed meanwhile, it stays waiting."""
    found = await texts_of([case.complaint_id])
    if not found:
        return
    [(row, *texts)] = found
    key = await own_key()
    entries = [
        {
            "part": place,
            "at": row.lodged_at,
            "readers": hashed(map(_role, roles), key),
            "chief": hashed(chief, key),
            "tokens": hashed(tokens, key),
        }
        for place, (roles, chief, tokens) in enumerate(_entries(parts(row, policy, *texts)))
    ]
    words = msgspec.json.encode(entries).decode()
    await execute("SELECT search_keep($1, $2, $3)", case.complaint_id, case.turn, words)


def _entries(all_parts: Sequence[Part]) -> Iterator[tuple[tuple[str, ...], set[str], set[str]]]:
    """Roles, chief tokens, tokens: what everybody reads, and for each roles that read more, that together with theirs."""
    chief, everybodys, theirs = set[str](), set[str](), dict[tuple[str, ...], set[str]]()
    for part in all_parts:
        tokens = of_text(part.text, fine=part.rank in (Rank.WHO, Rank.FILES))
        if part.rank in (Rank.WHO, Rank.SUBJECT):
            chief |= tokens
        into = theirs.setdefault(part.readers, set()) if part.readers else everybodys
        into |= tokens
    yield (), chief, everybodys
    for roles, tokens in theirs.items():
        yield roles, chief, everybodys | tokens


def readers(roles: Iterable[str], key: bytes) -> list[int]:
    return hashed(map(_role, roles), key)


Texts = tuple[Complaint, list[str], list[str], list[str], list[str]]
"""A case with what was alleged and found, the bodies of its messages, the names of its files, what outside bodies call it."""


async def texts_of(cases: Collection[UUID]) -> list[Texts]:
    """In the tenant's scope; of each what `parts` asks for."""
    ids = list(cases)
    rows = await select_all(Complaint, "WHERE id = ANY($1::uuid[])", ids)
    found: dict[UUID, Texts] = {row.id: (row, [], [], [], []) for row in rows}
    for place, sql in enumerate(_TEXTS, start=1):
        for line in await fetch(sql, ids):
            of: list[str] = found[line["complaint_id"]][place]  # type: ignore[assignment]
            of.append(line["text"])
    return list(found.values())


_TEXTS = (
    """SELECT complaint_id, concat_ws(E'\\n', content, finding) AS text FROM allegation
    WHERE complaint_id = ANY($1::uuid[]) ORDER BY rank""",
    "SELECT complaint_id, body AS text FROM message WHERE complaint_id = ANY($1::uuid[]) ORDER BY at, id",
    "SELECT complaint_id, name AS text FROM evidence WHERE complaint_id = ANY($1::uuid[]) ORDER BY added_at, id",
    """SELECT complaint_id, concat_ws(E'\\n', office, number) AS text FROM body_matter
    WHERE complaint_id = ANY($1::uuid[]) ORDER BY written_at, id""",
)


def parts(
    row: Complaint,
    policy: Policy,
    allegations: Sequence[str],
    bodies: Sequence[str],
    names: Sequence[str],
    matters: Sequence[str],
) -> list[Part]:
    """`allegations`: what was alleged and found; `bodies`: of messages and notes; `names`: of files; `matters`: outside
    bodies with their numbers."""
    return [
        Part(Rank.WHO, "\n".join(_who(row))),
        *(Part(Rank.WHO, text) for text in matters),
        Part(Rank.SUBJECT, str(row.subject)),
        Part(Rank.TEXT, "\n".join(str(text) for text in (row.narrative, row.demand, row.result) if text)),
        *(Part(Rank.TEXT, text) for text in allegations),
        *answered(policy, msgspec.json.decode(str(row.answers), type=dict[str, str])),
        *(Part(Rank.FILES, name) for name in names),
        *(Part(Rank.MESSAGES, body) for body in bodies),
    ]


def answered(policy: Policy, answers: Mapping[str, str]) -> list[Part]:
    """The answers that everybody reads together, those of others by themselves, with the words of what was chosen.
    Sensitive ones are not found: where they stood, their words would be shown."""
    by_readers: dict[tuple[str, ...], list[str]] = {}
    for code, answer in answers.items():
        field = policy.fields.get(code)
        if field is not None and field.sensitive:
            continue
        kept = tuple(sorted(field.visible_to)) if field is not None else ()
        by_readers.setdefault(kept, []).extend(_words(field, answer))
    return [Part(Rank.TEXT, "\n".join(words), kept) for kept, words in by_readers.items()]


def _words(field: Field | None, answer: str) -> Iterator[str]:
    """Of a choice what it is called, in both languages."""
    if field is None or not field.choices:
        yield answer
        return
    for choice in several(answer):
        chosen = field.choices.get(choice)
        yield from (choice,) if chosen is None else (chosen.zh, chosen.en)


def _who(row: Complaint) -> Iterator[str]:
    number, phone = str(row.number), str(row.complainant_phone or "")
    yield number
    yield "".join(character for character in number if character.isalnum())
    for text in (row.complainant_name, row.complainant_email, row.complainant_address, phone):
        if text:
            yield str(text)
    yield "".join(character for character in phone if character.isdecimal())


def _role(code: str) -> str:
    return f"role:{code}"
