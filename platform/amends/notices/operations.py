"""Telling somebody something: the notice and its way out are written with the change they tell of."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from amends.complaints.desk import Desk
from amends.database.rows import insert_values
from amends.deadlines.due import due
from amends.letters import automatic as on_paper
from amends.letters.automatic import OnPaper
from amends.notices.copies import copies
from amends.notices.folding import calmed, overtaken, said_once
from amends.notices.recipients import Recipient
from amends.notices.tables import Channel, NoticeRow
from amends.notices.telling import Made, Telling, made
from amends.outbox.debts import Debt, owe
from amends.people.actor import SYSTEM
from amends.policy.events import Event
from amends.tasks.operations import NewTask, opened
from amends.tasks.tables import TaskKind

log = logging.getLogger(__name__)

SEND_MAIL = "send-mail"
"""The outbox name of a notice that leaves by mail; its payload is the notice's id, as of all of these."""
WRITE_DIGEST = "write-digest"
"""Of a mail that waits to be listed in one with others (`amends.notices.digests`)."""
SEND_BY_GATEWAY = "send-by-gateway"
SEND_PUSH = "send-push"

CARRIED_BY: Final[Mapping[Channel, str]] = {
    Channel.MAIL: SEND_MAIL,
    Channel.SMS: SEND_BY_GATEWAY,
    Channel.CHAT: SEND_BY_GATEWAY,
    Channel.PUSH: SEND_PUSH,
}
DONE_BY_HAND: Final[Mapping[Channel, TaskKind]] = {
    Channel.PHONE: TaskKind.CALL,
    Channel.LETTER: TaskKind.POST,
}


async def tell(
    desk: Desk,
    event: Event,
    *,
    to: Recipient,
    values: Mapping[str, str],
    key: str,
    now: datetime,
    complaint_id: UUID | None = None,
    own: bool = True,
    urgent: bool = False,
) -> None:
    """Owe `to` this notice."""
    telling = Telling(
        desk=desk,
        event=event,
        to=to,
        values=values,
        key=key,
        complaint_id=complaint_id,
        own=own,
        urgent=urgent,
    )
    await tell_all([telling], now=now)


async def tell_all(tellings: Sequence[Telling], *, now: datetime) -> None:
    """The notices and what carries them out, however many, in a statement each."""
    every = {each.dedup_key: each for each in [*tellings, *await copies(tellings, now=now)]}.values()
    plans = calmed([(telling, telling.planned(now)) for telling in every], now=now)
    notices = said_once([one for telling, plan in plans for one in made(telling, plan, now=now)])
    notices = _not_said(notices, owed_already=await owe(list(_debts(notices)), now=now))
    await insert_values(NoticeRow, [one.row for one in notices])
    await on_paper.write(list(_papers(notices, now=now)), now=now)
    await opened([_task(one, now=now) for one in notices if one.channel in DONE_BY_HAND], by=SYSTEM, now=now)
    await overtaken(notices, now=now)


def _not_said(notices: Sequence[Made], *, owed_already: frozenset[UUID]) -> list[Made]:
    """Without what the same cause has told the same reader before, by whatever way: a notice that nothing carries out would
    look as if it never left."""
    told = {one.telling.dedup_key for one in notices if one.id in owed_already}
    for key in sorted(told):
        log.warning("told already", extra={"key": key})
    gone = {one.id for one in notices if one.telling.dedup_key in told}
    return [one for one in notices if one.id not in gone and one.row.get("folded_into") not in gone]


def _debts(notices: Iterable[Made]) -> Iterable[Debt]:
    for one in notices:
        if one.channel in CARRIED_BY and not one.folded:
            name = WRITE_DIGEST if one.planned.digest else CARRIED_BY[one.channel]
            yield Debt(name=name, key=one.key, notice_id=one.id, not_before=one.planned.not_before)


def _papers(notices: Iterable[Made], *, now: datetime) -> Iterable[OnPaper]:
    for one in notices:
        desk, to, said = one.telling.desk, one.telling.to, one.row
        if one.channel is Channel.LETTER and one.telling.complaint_id is not None:
            yield OnPaper(
                notice_id=one.id,
                complaint_id=one.telling.complaint_id,
                event=said["event"],
                language=to.language,
                recipient=to.name,
                address=to.postal,
                number=one.telling.values.get("no", ""),
                subject=said["subject"],
                body=said["body"].strip(),
                day=now.astimezone(ZoneInfo(desk.zone)).date(),
            )


def _task(one: Made, *, now: datetime) -> NewTask:
    """For whoever has the case."""
    desk = one.telling.desk
    return NewTask(
        kind=DONE_BY_HAND[one.channel],
        cause=one.key,
        due_at=due(now, desk.policy.handling.reach_within, desk.calendar),
        complaint_id=one.telling.complaint_id,
        notice_id=one.id,
        facts={"event": str(one.telling.event)},
    )
