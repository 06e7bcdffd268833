"""Asking somebody outside: they see what is shared, answer once by their link, and their silence has its consequence."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.audit.tables import HistoryEntry
from amends.complaints.desk import Desk
from amends.database.scope import fetch
from amends.errors import Forbidden, Invalid, NotFound
from amends.evidence.intake import Upload, receive
from amends.evidence.operations import evidence_of
from amends.evidence.store import open_store
from amends.outside import opening, operations
from amends.outside.keys import KEY_LATER, key_of
from amends.outside.operations import Question, facts_of
from amends.outside.refusals import AnsweredAlready, LinkOver, RequestOver
from amends.outside.rules import Facts, Shares, Stand, follows, stand
from amends.outside.silence import looked_at
from amends.outside.tables import OutsideRequest
from amends.outside.travelling import keyed
from amends.policy.parts.outside import Silence
from tests.world import MONDAY, World


def question(**changes: Any) -> Question:
    usual = {
        "kind": "supplier",
        "party": "Lifts Ltd",
        "email": "service@lifts.example",
        "language": "en",
        "question": "When was the control board changed last?",
    }
    return Question(**{**usual, **changes})


async def asked(world: World, case: UUID, by: str = "bram", **changes: Any) -> UUID:
    async with world.at_desk() as desk:
        return await operations.ask(desk, case, asked=question(**changes), by=world.actor(by), now=world.at())


async def request_of(world: World, case: UUID) -> OutsideRequest:
    async with world.scope():
        [request] = await operations.requests_of(case)
    return request


async def answered(world: World, case: UUID, now: datetime, **changes: Any) -> None:
    usual: dict[str, Any] = {"text": "In March", "name": "Wu", "declined": False, "files": ()}
    request = await request_of(world, case)
    async with world.at_desk() as desk:
        await operations.answer(desk, request, **{**usual, **changes}, now=now)


async def look(world: World, case: UUID, now: datetime) -> datetime | None:
    request = await request_of(world, case)
    async with world.at_desk() as desk:

        async def desks(_version: UUID, _calendar: UUID | None) -> Desk:
            return desk

        return await looked_at(request.id, desks=desks, now=now)


async def letters(world: World) -> list[tuple[str, str, str]]:
    async with world.scope():
        rows = await fetch(
            "SELECT event, address, body FROM notice WHERE outside_id IS NOT NULL ORDER BY created_at"
        )
    return [(row["event"], row["address"], row["body"]) for row in rows]


async def test_they_are_asked_by_a_link_whose_key_stands_nowhere_and_answer_once(world: World) -> None:
    case = (await world.lodge()).complaint_id
    request_id = await asked(world, case)
    [(event, address, body)] = await letters(world)
    assert (event, address) == ("outside_asked", "service@lifts.example")
    assert KEY_LATER in body
    secrets = world.settings.secrets
    async with world.scope():
        sent = await keyed(body, request_id, secrets=secrets)
        key = key_of(secrets[0], request_id, 1)
        assert f"/outside/{request_id}?key={key}" in sent
        with pytest.raises(LinkOver):
            await opening.by_key(request_id, key.swapcase(), secrets=secrets, now=world.at())
        await opening.by_key(request_id, key, secrets=secrets, now=world.at(hours=1))
        await opening.by_key(request_id, key, secrets=secrets, now=world.at(hours=2))
    await answered(world, case, world.at(hours=3))
    with pytest.raises(AnsweredAlready):
        await answered(world, case, world.at(hours=4), text="In April")
    request = await request_of(world, case)
    assert (request.answer, request.answered_by) == ("In March", "Wu")
    acts = [act for act in await world.acts(case) if act.startswith("outside-")]
    assert acts == ["outside-asked", "outside-opened", "outside-answered"]
    assert [act for act in await world.acts(case) if act.startswith("task-")] == ["task-opened", "task-done"]
    entries: list[HistoryEntry] = await world.history(case)
    assert next(str(each.actor_kind) for each in entries if each.act == "outside-answered") == "outside"
    assert [
        each for each in await world.notices(event="case_news", channel="app") if "Lifts Ltd" in each.body
    ]


async def test_they_see_what_is_shared_and_nothing_else(world: World) -> None:
    store = open_store(world.settings.store_url)
    uploads = [Upload("lift.txt", b"Photo"), Upload("passport.txt", b"Mine")]
    case = await world.lodge(evidence=await receive(store, tenant_id=world.id, uploads=uploads))
    async with world.scope():
        shared, hidden = await evidence_of(case.complaint_id)
    await asked(world, case.complaint_id, shares=Shares(narrative=True, files=(shared.id,)))
    request = await request_of(world, case.complaint_id)
    async with world.scope():
        seen = await opening.opened(request.id, key_number=1)
        assert (seen.narrative != "", seen.complainant) == (True, "")
        assert [each.id for each in seen.files] == [shared.id]
        assert (await opening.file_of(seen, shared.id)).sha256 == shared.sha256
        with pytest.raises(LinkOver):
            await opening.file_of(seen, hidden.id)
    await answered(world, case.complaint_id, world.at(hours=1))
    async with world.scope():
        seen = await opening.opened(request.id, key_number=1)
        with pytest.raises(LinkOver):
            await opening.file_of(seen, shared.id)


async def test_files_of_another_case_are_not_shared(world: World) -> None:
    store = open_store(world.settings.store_url)
    stored = await receive(store, tenant_id=world.id, uploads=[Upload("other.txt", b"Other")])
    other, case = await world.lodge(evidence=stored), await world.lodge()
    async with world.scope():
        [file] = await evidence_of(other.complaint_id)
    with pytest.raises(Invalid) as refused:
        await asked(world, case.complaint_id, shares=Shares(files=(file.id,)))
    assert set(refused.value.fields) == {"evidence"}
    assert await letters(world) == []


async def test_a_new_link_closes_the_one_before_and_ending_closes_all(world: World) -> None:
    case = (await world.lodge()).complaint_id
    request_id, secrets, bram = await asked(world, case), world.settings.secrets, world.actor("bram")
    async with world.at_desk() as desk:
        again: dict[str, Any] = {"email": "boss@lifts.example", "by": bram, "now": world.at(hours=1)}
        await operations.send_again(desk, case, request_id, **again)
        with pytest.raises(LinkOver):
            await opening.by_key(
                request_id, key_of(secrets[0], request_id, 1), secrets=secrets, now=world.at()
            )
        await operations.end(desk, case, request_id, reason="Found it", by=bram, now=world.at(hours=2))
        with pytest.raises(RequestOver):
            await operations.end(desk, case, request_id, reason="Again", by=bram, now=world.at(hours=3))
    with pytest.raises(RequestOver):
        await answered(world, case, world.at(hours=4))
    assert [event for event, _, _ in await letters(world)] == [
        "outside_asked",
        "outside_asked",
        "outside_ended",
    ]
    assert (await letters(world))[1][1] == "boss@lifts.example"


async def test_silence_is_reminded_of_once_and_then_decided_without(world: World) -> None:
    case = (await world.lodge()).complaint_id
    await asked(world, case)
    first = (await request_of(world, case)).silent_at
    assert await look(world, case, first - timedelta(hours=1)) == first
    assert await look(world, case, first) is None
    assert await look(world, case, first + timedelta(seconds=1)) is not None, "the second time begins"
    request = await request_of(world, case)
    assert request.reminded_at == first
    assert request.silent_at > first
    await look(world, case, request.silent_at)
    await look(world, case, request.silent_at + timedelta(hours=1))
    assert [event for event, _, _ in await letters(world)] == ["outside_asked", "outside_reminded"]
    silent = [each for each in await world.acts(case) if each == "outside-silent"]
    assert len(silent) == 2
    assert stand(facts_of(await request_of(world, case)), request.silent_at + timedelta(1)) is Stand.SILENT
    await answered(world, case, request.silent_at + timedelta(days=2))
    assert stand(facts_of(await request_of(world, case)), world.at()) is Stand.ANSWERED


async def test_those_in_charge_hear_of_silence_where_the_policy_says_so(world: World) -> None:
    case = (await world.lodge()).complaint_id
    await asked(world, case, kind="laboratory")
    silent_at = (await request_of(world, case)).silent_at
    await look(world, case, silent_at)
    told = [each for each in await world.notices(event="case_news", to="chen") if "Lifts Ltd" in each.body]
    assert told


async def test_whoever_answered_was_not_silent(world: World) -> None:
    case = (await world.lodge()).complaint_id
    await asked(world, case)
    await answered(world, case, world.at(hours=1))
    assert await look(world, case, world.at(days=30)) is None
    assert "outside-silent" not in await world.acts(case)


async def test_neither_strangers_nor_those_without_the_right_ask(world: World) -> None:
    case = (await world.lodge()).complaint_id
    with pytest.raises(Forbidden):
        await asked(world, case, by="ines")
    dora = world.other.actor("dora")
    async with world.other.at_desk() as desk:
        with pytest.raises(NotFound):
            await operations.ask(desk, case, asked=question(), by=dora, now=world.at())
    for changes, wrong in (
        ({"email": "nobody"}, "email"),
        ({"kind": "friend"}, "kind"),
        ({"party": ""}, "party"),
    ):
        with pytest.raises(Invalid) as refused:
            await asked(world, case, **changes)
        assert set(refused.value.fields) == {wrong}


MOMENTS = st.integers(0, 100).map(lambda hours: MONDAY + timedelta(hours=hours))


@given(MOMENTS, MOMENTS, st.none() | MOMENTS, st.none() | MOMENTS, st.sampled_from(Silence), st.booleans())
def test_silence_follows_only_from_silence(
    now: datetime,
    silent_at: datetime,
    answered_at: datetime | None,
    ended_at: datetime | None,
    silence: Silence,
    reminded: bool,
) -> None:
    facts = Facts(MONDAY, silent_at, answered_at, False, ended_at)
    found = follows(facts, silence, now, reminded=reminded)
    assert (found is not None) == (answered_at is None and ended_at is None and now >= silent_at)
    assert not (reminded and found is Silence.REMIND), "nobody is reminded for ever"
