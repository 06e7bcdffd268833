"""Whatever complainants are told reaches each of them by the way they chose, and the case says so."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from amends import clock
from amends.complaints.case import take
from amends.complaints.closing import close, record_feedback
from amends.complaints.deciding import accept, forward, refuse
from amends.complaints.handling import investigate, offer
from amends.correspondence.operations import write_to_complainant
from amends.database.rows import select_all
from amends.notices.samples import sample_values
from amends.notices.tables import Channel
from amends.notices.told import Fate, Told, told
from amends.policy.events import STAFF_EVENTS, Event
from amends.tasks.tables import Task, TaskKind
from tests.amends.complaints.cases import decide
from tests.gateway import Gateway, listening
from tests.mail import MailSink
from tests.workers.driving import sending_to, work
from tests.workers.test_sending_by_gateway import HERE, configured
from tests.world import World

EVENTS = [event for event in Event if event not in STAFF_EVENTS and event is not Event.LODGED]
"""Lodging has its own: it shows number and times on the page, too."""
NOBODY: dict[str, Any] = {"email": "", "phone": ""}
WAYS: dict[Channel, dict[str, Any]] = {
    Channel.MAIL: {},
    Channel.SMS: {"email": "", "phone": "138 0013 8000", "reply_by": "sms"},
    Channel.PHONE: {"email": "", "phone": "138 0013 8000", "reply_by": "phone"},
    Channel.LETTER: {"email": "", "address": "Amina\n1 Harbour Road\nShanghai", "reply_by": "letter"},
    Channel.PAGE: NOBODY,
}
BY_HAND = {Channel.PHONE: TaskKind.CALL, Channel.LETTER: TaskKind.POST}


@pytest.fixture
async def gateway() -> AsyncIterator[Gateway]:
    async with listening() as server:
        server.answers(200, '{"code": 0}')
        yield server


@pytest.mark.parametrize("way", WAYS)
async def test_every_event_reaches_the_complainant(
    world: World, mail: MailSink, gateway: Gateway, way: Channel
) -> None:
    await _gateways(world, gateway, way)
    case = (await world.lodge(language="en", **WAYS[way])).complaint_id
    for event in EVENTS:
        await _made(world, case, event)
    await work(replace(sending_to(mail, world.settings), gateway_hosts=HERE))
    await _all_reached(world, case, way, {*map(str, EVENTS)})
    if way is Channel.MAIL:
        ids = [str(letter["Message-ID"]) for letter in mail.mails]
        assert len(ids) == len(set(ids)) == len(EVENTS) + 1
    if way is Channel.SMS:
        assert len(gateway.got) == len(EVENTS)  # and the number; what is read out, is not sent


@pytest.mark.parametrize("way", WAYS)
async def test_what_staff_decide_reaches_the_complainant(
    world: World, mail: MailSink, gateway: Gateway, way: Channel
) -> None:
    """By the acts themselves: a refusal, a forwarding, a message, a proposal, a decision, a closing."""
    await _gateways(world, gateway, way)
    refused, forwarded, handled, decided = [
        (await world.lodge(language="en", **WAYS[way])).complaint_id for _ in range(4)
    ]
    await world.do(refuse, refused, by="ines", reason="not_about_us", explanation="The bridge is the city's.")
    await world.do(forward, forwarded, by="ines", party="City office", contact="12345", reason="It is theirs")
    await world.do(accept, handled, by="ines")
    await world.do(write_to_complainant, handled, by="bram", body="We have asked the counter.")
    await world.do(accept, decided, by="ines")
    for case in (handled, decided):
        await world.do(investigate, case, by="bram")
    await world.do(offer, handled, by="bram", solution="We come on Tuesday.")
    await decide(world, decided)
    await world.do(record_feedback, decided, by="bram", feedback="Fine")
    await world.do(close, decided, by="bram", reason="explained")
    await work(replace(sending_to(mail, world.settings), gateway_hosts=HERE))
    await _all_reached(world, refused, way, {"refused"})
    await _all_reached(world, forwarded, way, {"forwarded"})
    await _all_reached(world, handled, way, {"accepted", "message", "proposal"})
    await _all_reached(world, decided, way, {"accepted", "decision", "closed"})


async def _gateways(world: World, gateway: Gateway, way: Channel) -> None:
    if way is Channel.SMS:
        await configured(world, gateway)
        world.tenant.ways = ["sms"]  # as the register says it to whoever comes next


async def _made(world: World, case: UUID, event: Event) -> None:
    """As whatever raises the event will tell of it."""
    async with world.at_desk() as desk:
        values = sample_values(desk, event, "en", now=clock.now())
        given = {name: value for name, value in values.items() if name not in ("no", "link", "name")}
        taken = await take(desk, case)
        await taken.tell_complainant(event, key="made", now=clock.now(), words=given)


async def _all_reached(world: World, case: UUID, way: Channel, events: set[str]) -> None:
    async with world.scope():
        found = [each for each in await told(case) if each.to_complainant and each.event in events]
        tasks = await select_all(Task, "WHERE complaint_id = $1", case)
    assert {each.event for each in found} == events
    # Before a call is recorded somebody says so on the line, to whoever has one.
    out_loud = {"recording": Channel.PHONE} if way is Channel.SMS and "recording" in events else {}
    assert {each.event: each.channel for each in found} == dict.fromkeys(events, way) | out_loud
    by_hand = {task.notice_id: TaskKind(task.kind) for task in tasks}
    assert [each.event for each in found if not _reached(each, by_hand)] == []


def _reached(each: Told, by_hand: Mapping[UUID, TaskKind]) -> bool:
    if each.channel in BY_HAND:
        waits = each.fate(clock.now()) is Fate.BY_HAND
        return waits and by_hand.get(each.id) is BY_HAND[Channel(each.channel)]
    return each.fate(clock.now()) in (Fate.DONE, Fate.SHOWN)
