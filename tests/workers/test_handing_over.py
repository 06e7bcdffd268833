"""A complaint handed over to another organisation here: an envelope that arrives once, whoever is killed on the way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from msgspec import structs

from amends import clock
from amends.complaints.closing import withdraw
from amends.complaints.lifecycle import State as CaseState
from amends.database.scope import execute, fetch, fetch_one
from amends.errors import Forbidden, Invalid, NotFound
from amends.evidence.intake import Upload, receive
from amends.evidence.operations import evidence_of
from amends.evidence.scanning import Scan, looked_at
from amends.evidence.store import open_store
from amends.handovers import arriving, offering, takers
from amends.handovers.offering import Offer, Said
from amends.handovers.refusals import HandoverAnswered, HandoverOpen, HandoverOver, LacksWhatWeAsk, OnlyTrying
from amends.handovers.rules import Includes, State, StateIn, is_late
from amends.people.actor import COMPLAINANT
from amends.tenancy.operations import NewTenant
from amends.tenancy.trial import go_live
from tests.mail import MailSink
from tests.workers.driving import deliver, ready, sending_to, work
from tests.world import MONDAY, Organisation, World, add_organisation, first_category, lodgement
from workers import effects


@dataclass(frozen=True)
class Three:
    """Harbour hands over, Meadow takes over, Garden has no part in it."""

    sender: World
    receiver: Organisation
    stranger: Organisation


@pytest.fixture
async def three(world: World) -> Three:
    meadow = NewTenant("meadow", "草地物业", "Meadow", "service", "Asia/Shanghai", "en", "400-3000")
    receiver = await add_organisation(world.settings, meadow)
    await open_door(receiver)
    return Three(world, receiver, world.other)


async def open_door(receiver: Organisation, *, on: bool = True) -> None:
    async with receiver.scope():
        await takers.settle(
            receiver.tenant,
            on=on,
            about_zh="电梯",
            about_en="Lifts",
            by=receiver.actor("ada"),
            now=clock.now(),
        )


async def lodged(world: World, **given: Any) -> UUID:
    store = open_store(world.settings.store_url)
    uploads = [Upload("lift.txt", b"It stopped"), Upload("other.txt", b"Stays here")]
    stored = await receive(store, tenant_id=world.id, uploads=uploads)
    return (await world.lodge(evidence=stored, **given)).complaint_id


async def offered(three: Three, case: UUID, *, by: str = "ines", **changes: Any) -> UUID:
    world = three.sender
    async with world.at_desk() as desk:
        [file] = [row.id for row in await evidence_of(case) if row.name == "lift.txt"]
        given: dict[str, Any] = {
            "to": three.receiver.id,
            "reason": "The lift {is} theirs",
            "includes": Includes(answers=True, files=(file,)),
        }
        offer = Offer(**{**given, **changes})
        in_trial = world.tenant.in_trial
        return await offering.offer(
            desk, case, given=offer, in_trial=in_trial, by=world.actor(by), now=clock.now()
        )


async def agreed(three: Three, case: UUID, handover_id: UUID, *, agrees: bool = True) -> None:
    async with three.sender.at_desk() as desk:
        await offering.answer_on_page(desk, case, handover_id, agrees=agrees, by=COMPLAINANT, now=clock.now())


async def state(three: Three, handover_id: UUID) -> State:
    async with three.sender.scope():
        row = await fetch_one("SELECT state FROM handover WHERE id = $1", handover_id)
    assert row is not None
    return State(row["state"])


async def there(three: Three, handover_id: UUID) -> StateIn | None:
    async with three.receiver.scope():
        return await arriving.state_of(handover_id)


async def taken(three: Three, handover_id: UUID, *, by: str = "ines") -> UUID:
    receiver = three.receiver
    async with receiver.at_desk() as desk:
        category = first_category(desk.policy)
        answers = dict(lodgement(desk.policy).answers)
        found = await arriving.take_over(
            desk, handover_id, category=category, answers=answers, by=receiver.actor(by), now=clock.now()
        )
    return found.complaint_id


async def owed(organisation: Organisation, name: str) -> list[UUID]:
    return [row.id for row in await organisation.outbox() if row.name == name]


async def to_complainant(organisation: Organisation, case: UUID, event: str) -> list[str]:
    rows = await organisation.notices(event=event)
    return [str(row.body) for row in rows if row.complaint_id == case and row.person_id is None]


async def test_a_file_with_malware_stays_behind(three: Three, mail: MailSink) -> None:
    world, settings = three.sender, sending_to(mail, three.sender.settings)
    case = await lodged(world)
    handover_id = await offered(three, case)
    async with world.scope():
        [file] = [row for row in await evidence_of(case) if row.name == "lift.txt"]
        await looked_at(str(file.object_name), Scan.INFECTED, found="Test", now=clock.now())
    await agreed(three, case, handover_id)
    await work(settings)
    assert await there(three, handover_id) is StateIn.WAITING
    async with three.receiver.scope():
        assert (await arriving.one(handover_id)).files == []


async def test_what_the_complainant_agreed_to_becomes_a_complaint_of_the_receivers(
    three: Three, mail: MailSink
) -> None:
    world, settings = three.sender, sending_to(mail, three.sender.settings)
    case = await lodged(world)
    handover_id = await offered(three, case)
    [asked] = await to_complainant(world, case, "message")
    for words in ("草地物业", "The lift {is} theirs", "lift.txt"):
        assert words in asked
    await work(settings)
    assert await there(three, handover_id) is None, "without consent nothing leaves"
    assert await owed_answers(world) == [("handover-answer", case, "")]
    await agreed(three, case, handover_id)
    await work(settings)
    assert (await state(three, handover_id), await there(three, handover_id)) == (
        State.WAITING,
        StateIn.WAITING,
    )
    assert (await world.complaint(case)).state != CaseState.FORWARDED, "as long as nobody took it over"
    assert any(row.ended_at is None for row in (await world.promises(case)).values())
    assert await owed_answers(world) == [("handover-answer", case, "")]
    assert await owed_answers(three.receiver) == [("handover-in", None, "intake")]

    theirs = await taken(three, handover_id)
    assert await taken_again(three, handover_id)
    await work(settings)
    row = await three.receiver.complaint(theirs)
    assert (row.channel, row.complainant_name, row.complainant_email) == (
        "handover",
        "Amina",
        "amina@example.com",
    )
    async with three.receiver.scope():
        [evidence] = await evidence_of(theirs)
        emptied = await fetch_one("SELECT content, files FROM handover_in WHERE id = $1", handover_id)
    assert emptied is not None
    assert (emptied["content"], emptied["files"]) == ("{}", "[]")
    store = open_store(settings.store_url)
    assert await store.get(evidence.object_name, sha256=evidence.sha256) == b"It stopped"
    assert str(evidence.object_name).startswith(str(three.receiver.id))
    [told] = await to_complainant(three.receiver, theirs, "message")
    own = await world.complaint(case)
    assert ("海湾服务" in told, str(own.number) in told) == (True, True)

    assert own.state == CaseState.FORWARDED
    [letter] = await to_complainant(world, case, "forwarded")
    assert ("草地物业" in letter, str(row.number) in letter) == (True, True)
    assert all(row.ended_at is not None for row in (await world.promises(case)).values())
    async with world.scope():
        kept = await evidence_of(case)
    assert {str(each.name) for each in kept} == {"lift.txt", "other.txt"}
    assert all(str(each.object_name).startswith(str(world.id)) for each in kept)
    assert [*await owed_answers(world), *await owed_answers(three.receiver)] == []
    acts = [act for act in await world.acts(case) if act.startswith("handover-")]
    assert acts == ["handover-asked", "handover-agreed", "handover-sent", "handover-taken"]


async def test_what_the_complainant_left_out_nobody_there_can_add(three: Three, mail: MailSink) -> None:
    world, settings = three.sender, sending_to(mail, three.sender.settings)
    case = await lodged(world, name="", email="")
    handover_id = await offered(three, case)
    await agreed(three, case, handover_id)
    await work(settings)
    by = three.receiver.actor("ines")
    async with three.receiver.at_desk() as desk:
        handling = structs.replace(desk.policy.handling, anonymous=False)
        strict = replace(desk, policy=structs.replace(desk.policy, handling=handling))
        given: dict[str, Any] = {
            "answers": dict(lodgement(desk.policy).answers),
            "by": by,
            "now": clock.now(),
        }
        with pytest.raises(LacksWhatWeAsk):
            await arriving.take_over(strict, handover_id, category=first_category(desk.policy), **given)
        with pytest.raises(Invalid) as refused:
            await arriving.take_over(desk, handover_id, category="nothing", **given)
    assert set(refused.value.fields) == {"category"}
    assert await taken(three, handover_id)


async def owed_answers(organisation: Organisation) -> list[tuple[str, UUID | None, str]]:
    """The tasks that make silence late, each with a time of its own: kind, case, role."""
    async with organisation.scope():
        rows = await fetch(
            """SELECT kind, complaint_id, coalesce(role, '') AS role FROM task
            WHERE kind LIKE 'handover-%' AND done_at IS NULL AND cancelled_at IS NULL AND due_at > $1 AND due_at < $2""",
            clock.now(),
            clock.now() + timedelta(days=7),
        )
    return [(row["kind"], row["complaint_id"], row["role"]) for row in rows]


async def test_a_complaint_that_ends_takes_its_envelope_back(three: Three, mail: MailSink) -> None:
    world, settings = three.sender, sending_to(mail, three.sender.settings)
    case, early = await lodged(world), await lodged(world)
    there_already, not_yet = await offered(three, case), await offered(three, early)
    await agreed(three, case, there_already)
    await work(settings)
    await agreed(three, early, not_yet)
    for each in (case, early):
        await world.do(withdraw, each, by="amina", reason="", now=clock.now())
    await work(settings)
    await work(settings)
    assert [await state(three, each) for each in (there_already, not_yet)] == [State.WITHDRAWN] * 2
    assert [await there(three, each) for each in (there_already, not_yet)] == [StateIn.RECALLED, None]
    assert [*await owed_answers(world), *await owed_answers(three.receiver)] == []


def test_whoever_is_waited_for_is_late_after_their_own_time() -> None:
    times = {"consent_due_at": MONDAY, "answer_due_at": MONDAY + timedelta(days=3)}
    after = MONDAY + timedelta(seconds=1)
    assert is_late(State.ASKED, now=after, **times)
    assert not is_late(State.ASKED, now=MONDAY, **times)
    assert not is_late(State.WAITING, now=after, **times)
    assert is_late(State.WAITING, now=after + timedelta(days=3), **times)
    assert not is_late(State.TAKEN, now=after + timedelta(days=9), **times)


async def taken_again(three: Three, handover_id: UUID) -> bool:
    with pytest.raises(HandoverAnswered):
        await taken(three, handover_id)
    return True


async def test_killed_anywhere_it_arrives_once_and_is_answered_once(three: Three, mail: MailSink) -> None:
    """The errand is acted on and nobody writes down that it was; it comes again, and again after the answer."""
    world, settings = three.sender, sending_to(mail, three.sender.settings)
    case = await lodged(world)
    handover_id = await offered(three, case)
    await agreed(three, case, handover_id)
    [send] = await owed(world, offering.SEND_HANDOVER)
    for _ in range(2):
        errand = await effects.take(tenant_id=world.id, outbox_id=send, settings=settings)
        assert errand is not None
        await errand.act()
        await free(world, send)
    assert (await state(three, handover_id), await there(three, handover_id)) == (
        State.LEAVING,
        StateIn.WAITING,
    )
    theirs = await taken(three, handover_id)
    [answer] = await owed(three.receiver, arriving.ANSWER_HANDOVER)
    for _ in range(2):
        errand = await effects.take(tenant_id=three.receiver.id, outbox_id=answer, settings=settings)
        assert errand is not None
        await errand.act()
        await free(three.receiver, answer)
    await deliver(three.receiver.id, answer, settings)
    await deliver(world.id, send, settings)
    assert await state(three, handover_id) is State.TAKEN
    assert [row.id for row in await three.receiver.complaints()] == [theirs]
    assert len(await to_complainant(world, case, "forwarded")) == 1
    assert [act for act in await world.acts(case) if act == "handover-taken"] == ["handover-taken"]
    assert not {world.id, three.receiver.id} & {
        tenant for tenant, row in await ready() if row in (send, answer)
    }


async def free(organisation: Organisation, row_id: UUID) -> None:
    """As a minute later: the claim of whoever was killed has run out."""
    async with organisation.scope():
        await execute("UPDATE outbox SET claimed_until = NULL WHERE id = $1", row_id)


async def test_a_transaction_rolled_back_leaves_nothing_on_either_side(three: Three, mail: MailSink) -> None:
    world, settings = three.sender, sending_to(mail, three.sender.settings)
    case = await lodged(world)
    handover_id = await offered(three, case)

    async def killed() -> None:
        async with world.at_desk() as desk:
            await offering.answer_on_page(
                desk, case, handover_id, agrees=True, by=COMPLAINANT, now=clock.now()
            )
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await killed()
    await work(settings)
    assert (await state(three, handover_id), await there(three, handover_id)) == (State.ASKED, None)


async def test_a_no_comes_back_and_the_case_goes_on(three: Three, mail: MailSink) -> None:
    world, settings = three.sender, sending_to(mail, three.sender.settings)
    case = await lodged(world)
    handover_id = await offered(three, case)
    await agreed(three, case, handover_id)
    await work(settings)
    receiver = three.receiver
    async with receiver.at_desk() as desk:
        refusing: dict[str, Any] = {"reason": "Not our lift", "now": clock.now()}
        with pytest.raises(Forbidden):
            await arriving.refuse(desk, handover_id, by=receiver.actor("bram"), **refusing)
        await arriving.refuse(desk, handover_id, by=receiver.actor("ines"), **refusing)
    await work(settings)
    assert await state(three, handover_id) is State.REFUSED
    assert (await world.complaint(case)).state != CaseState.FORWARDED
    async with world.scope():
        tasks = await fetch(
            "SELECT kind, done_at FROM task WHERE complaint_id = $1 ORDER BY created_at, kind", case
        )
    open_tasks = [
        row["kind"] for row in tasks if row["done_at"] is None and row["kind"].startswith("handover")
    ]
    assert open_tasks == ["handover-returned"]
    assert await offered(three, case) != handover_id, "it may be offered again"


async def test_a_door_closed_meanwhile_is_a_polite_no(three: Three, mail: MailSink) -> None:
    world, settings = three.sender, sending_to(mail, three.sender.settings)
    case = await lodged(world)
    handover_id = await offered(three, case)
    await open_door(three.receiver, on=False)
    await agreed(three, case, handover_id)
    await work(settings)
    assert (await state(three, handover_id), await there(three, handover_id)) == (State.REFUSED, None)
    assert "handover-returned" in [row["kind"] for row in await tasks_of(world, case)]
    with pytest.raises(Invalid) as refused:
        await offered(three, case)
    assert set(refused.value.fields) == {"to"}


async def tasks_of(organisation: Organisation, case: UUID) -> list[Any]:
    async with organisation.scope():
        return list(await fetch("SELECT kind, due_at FROM task WHERE complaint_id = $1", case))


async def test_what_is_taken_back_never_arrives_or_leaves_the_tray(three: Three, mail: MailSink) -> None:
    world, settings = three.sender, sending_to(mail, three.sender.settings)
    early, late, raced = await lodged(world), await lodged(world), await lodged(world)
    before, after, between = [await offered(three, case) for case in (early, late, raced)]
    await agreed(three, early, before)
    await agreed(three, early, before, agrees=False)
    await agreed(three, late, after)
    await agreed(three, raced, between)
    send = (await owed(world, offering.SEND_HANDOVER))[-1]
    errand = await effects.take(tenant_id=world.id, outbox_id=send, settings=settings)
    assert errand is not None
    await agreed(three, raced, between, agrees=False)
    await effects.carry_out(errand)
    assert await there(three, between) is StateIn.WAITING, "it was on its way already"
    await work(settings)
    assert [await there(three, each) for each in (before, after, between)] == [
        None,
        StateIn.WAITING,
        StateIn.RECALLED,
    ]
    await agreed(three, late, after, agrees=False)
    await work(settings)
    assert (await state(three, after), await there(three, after)) == (State.WITHDRAWN, StateIn.RECALLED)
    async with three.receiver.scope():
        assert (await fetch("SELECT content FROM handover_in WHERE content <> '{}'")) == []
    with pytest.raises(HandoverAnswered):
        await taken(three, after)


async def test_consent_in_writing_is_a_file_of_the_case(three: Three) -> None:
    world = three.sender
    case, other = await lodged(world), await lodged(world)
    handover_id = await offered(three, case)
    async with world.at_desk() as desk:
        [theirs] = [row.id for row in await evidence_of(other) if row.name == "lift.txt"]
        [own] = [row.id for row in await evidence_of(case) if row.name == "lift.txt"]

        async def note(**said: Any) -> None:
            given = Said(**{"says": "yes", "how": "written", "note": "On the form", **said})
            await offering.note_consent(
                desk, case, handover_id, said=given, by=world.actor("ines"), now=clock.now()
            )

        for wrong in (theirs, None):
            with pytest.raises(Invalid) as refused:
                await note(evidence_id=wrong)
            assert set(refused.value.fields) == {"evidence"}
        await note(evidence_id=own)
        with pytest.raises(HandoverOver):
            await note(evidence_id=own)
    assert await state(three, handover_id) is State.LEAVING


async def test_nobody_hands_over_what_is_not_theirs_to_hand_over(three: Three, world: World) -> None:
    case = await lodged(world)
    with pytest.raises(Forbidden):
        await offered(three, case, by="bram")
    for changes, wrong in (
        ({"to": three.stranger.id}, "to"),
        ({"to": world.id}, "to"),
        ({"reason": " "}, "reason"),
    ):
        with pytest.raises(Invalid) as refused:
            await offered(three, case, **changes)
        assert set(refused.value.fields) == {wrong}
    handover_id = await offered(three, case)
    with pytest.raises(HandoverOpen):
        await offered(three, case)
    async with three.stranger.at_desk() as desk:
        dora = three.stranger.actor("dora")
        with pytest.raises(NotFound):
            await offering.withdraw(desk, case, handover_id, reason="Mine", by=dora, now=clock.now())
        with pytest.raises(NotFound):
            await arriving.one(handover_id)
        seen = await takers.takers(but=three.stranger.id)
    assert [(each.id, each.about_en) for each in seen] == [(three.receiver.id, "Lifts")]


async def test_nothing_leaves_while_only_trying_and_going_live_takes_what_was_tried(three: Three) -> None:
    settings = three.sender.settings
    wanted = NewTenant("trial", "试用", "Trial", "service", "Asia/Shanghai", "en", "400-4000")
    trial = await add_organisation(settings, wanted, trial=True)
    case, ada = (await trial.lodge()).complaint_id, trial.actor("ada")
    given = Offer(to=three.receiver.id, reason="Theirs")
    async with trial.at_desk() as desk:
        with pytest.raises(OnlyTrying):
            await offering.offer(
                desk, case, given=given, in_trial=True, by=trial.actor("ines"), now=clock.now()
            )
        await offering.offer(desk, case, given=given, in_trial=False, by=trial.actor("ines"), now=clock.now())
        await go_live(trial.tenant, name="Trial", by=ada, now=clock.now())
        assert await fetch("SELECT id FROM handover") == []


async def test_a_door_is_opened_by_administrators_of_live_organisations_alone(three: Three) -> None:
    receiver = three.receiver
    closed: dict[str, Any] = {"on": False, "about_zh": "", "about_en": "", "now": clock.now()}
    async with receiver.scope():
        with pytest.raises(Forbidden):
            await takers.settle(receiver.tenant, by=receiver.actor("chen"), **closed)
        with pytest.raises(Invalid) as refused:
            await takers.settle(receiver.tenant, by=receiver.actor("ada"), **{**closed, "on": True})
    assert set(refused.value.fields) == {"about_zh", "about_en"}
