"""Who was told what of a case, when, by which way, and what became of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from amends.database.scope import fetch
from amends.errors import NotFound
from amends.notices.tables import Channel
from amends.outbox.reasons import Reason

MOST = 200
_BY_GATEWAY: Final = frozenset({Channel.SMS, Channel.CHAT, Channel.PUSH})
_CODE: Final = re.compile(r"[245]\d\d(?: [245]\.\d{1,3}\.\d{1,3})?$")
_BY_WORDS: Final = (
    ("recipient refused", Reason.RECIPIENT_REFUSED),
    ("mail refused", Reason.MAIL_REFUSED),
    ("not let in", Reason.NOT_LET_IN),
    ("the mail server did not answer", Reason.NO_ANSWER),
    ("the mail server cannot be reached", Reason.UNREACHABLE),
    ("an error in the program", Reason.OUR_ERROR),
)
"""Of what is tried again; why something was given up, the outbox keeps."""


class Fate(StrEnum):
    """What became of it, the first that applies."""

    FOLDED = "folded"
    """Another notice says it instead."""
    GIVEN_UP = "given-up"
    DONE = "done"
    SHOWN = "shown"
    PUT_OFF = "put-off"
    """Tried in vain, and tried again."""
    LATER = "later"
    """Until its reader's quiet hours are over, or for their digest."""
    BY_HAND = "by-hand"
    """Somebody is to telephone, or to print and post it."""
    WAITING = "waiting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    id: UUID
    event: str
    channel: str
    person: str
    """A member of staff's name; empty for the complainant."""
    roles: Sequence[str]
    address: str
    created_at: datetime
    sent_at: datetime | None
    failed_at: datetime | None
    opened_at: datetime | None
    read_at: datetime | None
    not_before: datetime | None
    digest: bool
    folded: bool
    given_up_for: str
    """A `Reason`."""
    failure: str
    """Of the last try, while that was in vain."""
    said: str
    """By whoever carried it."""
    tries: int
    letter_id: UUID | None
    """What is tried again, of one given up."""
    set_aside: bool

    @property
    def to_complainant(self) -> bool:
        return not self.person

    @property
    def reason(self) -> Reason | None:
        """Why it did not leave at its last try."""
        if not self.failure:
            return None
        if self.given_up_for:
            return Reason(self.given_up_for) if self.given_up_for in set(Reason) else Reason.OTHER
        found = (reason for start, reason in _BY_WORDS if self.failure.startswith(start))
        return next(found, Reason.GATEWAY_TROUBLE if self.channel in _BY_GATEWAY else Reason.OTHER)

    @property
    def answer(self) -> str:
        """Its codes: a mail server's number, or all that a gateway said."""
        said = self.failure or self.said
        code = _CODE.search(said)
        return said if self.channel in _BY_GATEWAY and said[:1].isdigit() else code[0] if code else ""

    def fate(self, now: datetime) -> Fate:
        if self.folded:
            return Fate.FOLDED
        if self.failed_at is not None:
            return Fate.GIVEN_UP
        if self.sent_at is not None:
            return Fate.SHOWN if self.channel in (Channel.APP, Channel.PAGE) else Fate.DONE
        if self.failure:
            return Fate.PUT_OFF
        if self.not_before is not None and self.not_before > now:
            return Fate.LATER
        return Fate.BY_HAND if self.channel in (Channel.LETTER, Channel.PHONE) else Fate.WAITING


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    told: Told
    language: str
    subject: str
    body: str


# Only one given up is looked for in the outbox: an index holds those, and of all others nothing is asked there.
_TOLD = """SELECT n.id, n.event, n.channel, coalesce(p.name, '') AS person, coalesce(p.roles, '{{}}') AS roles,
    coalesce(n.address, '') AS address, n.created_at, n.sent_at, n.failed_at, n.opened_at, n.read_at, n.not_before,
    coalesce(n.digest, false) AS digest, n.folded_into IS NOT NULL AS folded,
    coalesce(o.reason, '') AS given_up_for, coalesce(n.failure, '') AS failure, coalesce(n.answer, '') AS said,
    coalesce(n.tries, 0) AS tries, o.id AS letter_id, coalesce(o.set_aside, false) AS set_aside{words}
FROM notice n
LEFT JOIN person p ON p.tenant_id = n.tenant_id AND p.id = n.person_id
LEFT JOIN LATERAL (
    SELECT o.id, o.reason, o.set_aside_at IS NOT NULL AS set_aside FROM outbox o
    WHERE n.failed_at IS NOT NULL AND o.tenant_id = n.tenant_id AND o.dead_at IS NOT NULL
        AND o.payload ->> 'notice_id' = n.id::text LIMIT 1
) o ON true
WHERE n.complaint_id = $1"""


async def told(complaint_id: UUID, *, most: int = MOST) -> Sequence[Told]:
    """Newest first; a statement."""
    rows = await fetch(
        f"{_TOLD.format(words='')} ORDER BY n.created_at DESC, n.id LIMIT $2", complaint_id, most
    )
    return [Told(**row) for row in rows]


async def words(complaint_id: UUID, notice_id: UUID) -> Words:
    """One of them with what it says."""
    asked = _TOLD.format(words=", n.language, n.subject, n.body")
    for row in await fetch(f"{asked} AND n.id = $2", complaint_id, notice_id):
        said = {name: row[name] for name in ("language", "subject", "body")}
        return Words(told=Told(**{name: row[name] for name in row.keys() - said.keys()}), **said)
    raise NotFound()
