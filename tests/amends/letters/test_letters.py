"""From a draft to the day it was posted: what was approved is what was printed, and nobody approves their own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from msgspec import structs

from amends.complaints.deciding import accept
from amends.complaints.tables import Complaint
from amends.database.rows import select_all
from amends.errors import Forbidden, Invalid, NotFound
from amends.evidence.intake import Stored
from amends.letters import approving, drafting, posting
from amends.letters.drafting import Written
from amends.letters.paper import thawed
from amends.letters.queries import letter as the_letter
from amends.letters.queries import letters_of
from amends.letters.refusals import LetterGone, NotPrinted, NotTheRole, NotYoursToApprove, PatternGone
from amends.letters.tables import Letter
from amends.people.actor import Actor
from amends.tasks import acts
from amends.tasks.acts import Done
from amends.tasks.tables import Task
from tests.governing import govern
from tests.world import MONDAY, STAFF, World

ADDRESS = "2 Quay Road\n200120 Shanghai"


async def begun(world: World, pattern: str = "document:receipt") -> UUID:
    case = (await world.lodge()).complaint_id
    letter: UUID = await world.do(drafting.begin, case, by="bram", pattern=pattern)
    return letter


async def written(world: World, letter: UUID, **given: Any) -> None:
    """What its form needs, saved by Bram."""
    usual: dict[str, Any] = {"recipient": "Amina", "address": ADDRESS, "own_words": "I am sorry.", "seen": 0}
    async with world.at_desk() as desk:
        await drafting.save(desk, letter, Written(**{**usual, **given}), by=world.actor("bram"))


async def act(world: World, operation: Any, letter: UUID, *, by: str | Actor, **given: Any) -> Any:
    who = _with_role(world, by) if isinstance(by, str) else by
    async with world.at_desk() as desk:
        return await operation(desk, letter, by=who, now=given.pop("now", MONDAY), **given)


def _with_role(world: World, name: str) -> Actor:
    return replace(world.actor(name), roles=tuple(str(role) for role in STAFF.get(name, ())))


async def seen(world: World, letter: UUID) -> Letter:
    async with world.scope():
        return await the_letter(letter)


async def open_tasks(world: World) -> list[str]:
    async with world.scope():
        rows = await select_all(Task, "WHERE done_at IS NULL AND cancelled_at IS NULL ORDER BY created_at")
    return [str(row.kind) for row in rows]


async def approved_by(world: World, role: str) -> None:
    async with world.at_desk() as desk:
        receipt = structs.replace(desk.policy.documents["receipt"], approved_by=role)
    await govern(world, documents={**desk.policy.documents, "receipt": receipt})


async def printed(world: World, letter: UUID) -> None:
    pdf = Stored(object_name=f"{world.id}/{letter.hex}", name="letter.pdf", mime="application/pdf", size=1, sha256="0" * 64)  # fmt: skip
    await act(world, posting.keep, letter, by="bram", stored=pdf)


async def test_without_an_approver_it_is_printed_and_posted(world: World) -> None:
    letter = await begun(world)
    await written(world, letter)
    await act(world, approving.finish, letter, by="bram", seen=1)
    assert await open_tasks(world) == ["post"]
    with pytest.raises(NotPrinted):
        await act(world, posting.post, letter, by="ines", on=date(2026, 3, 2))
    await printed(world, letter)
    assert await act(world, posting.post, letter, by="ines", on=date(2026, 3, 2))
    assert not await act(world, posting.post, letter, by="ines", on=date(2026, 3, 2))
    row = await seen(world, letter)
    assert (row.state, row.posted_on, await open_tasks(world)) == ("posted", date(2026, 3, 2), [])
    acts_written = await world.acts(row.complaint_id)
    assert [act for act in acts_written if act.startswith("letter-")] == [
        "letter-begun", "letter-finished", "letter-printed", "letter-posted",
    ]  # fmt: skip


async def test_it_says_what_the_case_says_and_what_somebody_wrote(world: World) -> None:
    letter = await begun(world, "document:apology")
    with pytest.raises(Invalid) as asked:
        await act(world, approving.finish, letter, by="bram", seen=0)
    assert {"address", "blanks.reason", "blanks.alternative", "blanks.date"} <= asked.value.fields.keys()
    blanks = {"demand": "a refund", "reason": "{no} is too old", "alternative": "A repair", "date": "Friday"}
    await written(world, letter, blanks=blanks)
    await act(world, approving.finish, letter, by="bram", seen=1)
    row = await seen(world, letter)
    paper = thawed(str(row.paper))
    number = (await world.complaint(row.complaint_id)).number
    assert (paper.number, paper.window) == (number, ("Amina", "2 Quay Road", "200120 Shanghai"))
    for words in ("a refund", "{no} is too old", "A repair", number, "\n\nI am sorry.\n\n海湾服务"):
        assert words in paper.body, words


async def test_somebody_else_who_holds_the_role_approves_what_they_read(world: World) -> None:
    await approved_by(world, "supervisor")
    letter = await begun(world)
    await written(world, letter)
    await act(world, approving.finish, letter, by="bram", seen=1)
    assert await open_tasks(world) == ["letter-approval"]
    digest = (await seen(world, letter)).paper_sha256
    with pytest.raises(NotTheRole):
        await act(world, approving.approve, letter, by="ines", digest=digest)
    promoted = replace(world.actor("bram"), roles=("handler", "supervisor"))
    with pytest.raises(NotYoursToApprove):
        await act(world, approving.approve, letter, by=promoted, digest=digest)
    with pytest.raises(LetterGone):
        await act(world, approving.approve, letter, by="chen", digest="0" * 64)
    await act(world, approving.approve, letter, by="chen", digest=digest)
    row = await seen(world, letter)
    assert (row.state, row.approved_by) == ("approved", world.people["chen"].id)
    assert await open_tasks(world) == ["post"]
    assert row.paper_sha256 == digest


async def test_it_is_given_back_with_a_reason(world: World) -> None:
    await approved_by(world, "supervisor")
    letter = await begun(world)
    await written(world, letter)
    await act(world, approving.finish, letter, by="bram", seen=1)
    with pytest.raises(Invalid):
        await act(world, approving.give_back, letter, by="chen", reason=" ")
    await act(world, approving.give_back, letter, by="chen", reason="Say when.")
    row = await seen(world, letter)
    assert (row.state, row.given_back_reason) == ("draft", "Say when.")
    assert row.paper is None
    assert await open_tasks(world) == []
    await written(world, letter, own_words="On Friday.", seen=row.changes)
    await act(world, approving.finish, letter, by="bram", seen=row.changes + 1)
    assert await open_tasks(world) == ["letter-approval"]


async def test_what_was_approved_changes_for_nobody(world: World) -> None:
    letter = await begun(world)
    await written(world, letter)
    await act(world, approving.finish, letter, by="bram", seen=1)
    with pytest.raises(LetterGone):
        await written(world, letter, seen=1)
    with pytest.raises(Exception, match="stays as it is"):
        async with world.scope():
            await Letter.update({Letter.paper: "{}"}).where(Letter.id == letter)


async def test_two_who_write_at_once_lose_nothing(world: World) -> None:
    letter = await begun(world)
    await written(world, letter)
    with pytest.raises(LetterGone):
        await written(world, letter, own_words="Another", seen=0)
    assert (await seen(world, letter)).own_words == "I am sorry."


async def test_only_letters_that_fit_the_case_are_offered(world: World) -> None:
    """`not_upheld` is for cases with that outcome."""
    with pytest.raises(PatternGone):
        await begun(world, "document:not_upheld")
    with pytest.raises(PatternGone):
        await begun(world, "event:access_code")


async def test_one_that_is_not_sent_says_why(world: World) -> None:
    letter = await begun(world)
    await written(world, letter)
    await act(world, approving.finish, letter, by="bram", seen=1)
    await act(world, drafting.cancel, letter, by="bram", reason="She came by.")
    row = await seen(world, letter)
    assert (row.state, row.cancelled_reason, await open_tasks(world)) == ("cancelled", "She came by.", [])


async def test_an_address_has_to_fit_the_window(world: World) -> None:
    letter = await begun(world)
    for address in ("a\nb\nc\nd\ne\nf\ng", "x" * 201, "\n".join(["wide " * 30] * 6)):
        with pytest.raises(Invalid) as refused:
            await written(world, letter, address=address)
        assert "address" in refused.value.fields


async def test_days_that_cannot_be_are_refused(world: World) -> None:
    letter = await begun(world)
    await written(world, letter)
    await act(world, approving.finish, letter, by="bram", seen=1)
    await printed(world, letter)
    for on in (None, date(2026, 3, 3), date(2026, 3, 1), date(2020, 1, 1)):
        with pytest.raises(Invalid):
            await act(world, posting.post, letter, by="bram", on=on)


async def test_whoever_asked_for_letters_gets_each_notice_on_paper(world: World) -> None:
    case = (await world.lodge()).complaint_id
    async with world.scope():
        await Complaint.update({Complaint.reply_by: "letter", Complaint.complainant_address: ADDRESS}).where(
            Complaint.id == case
        )
    await world.do(accept, case, by="ines", now=world.at(hours=1))
    async with world.scope():
        (letter,) = await letters_of(case)
    paper = thawed(str(letter.paper))
    (told,) = [notice for notice in await world.notices(event="accepted") if notice.channel == "letter"]
    assert (letter.state, letter.notice_id, paper.body) == ("approved", told.id, told.body.strip())
    assert paper.window == ("Amina", *ADDRESS.splitlines())
    assert "post" in await open_tasks(world)


async def test_the_task_and_the_letter_go_together(world: World) -> None:
    letter = await begun(world)
    await written(world, letter)
    await act(world, approving.finish, letter, by="bram", seen=1)
    async with world.scope():
        (task,) = await select_all(Task, "WHERE letter_id = $1", letter)
    later = MONDAY + timedelta(days=1)
    await act(world, acts.finish, task.id, by="bram", done=Done(posted_on=date(2026, 3, 2)))
    assert (await seen(world, letter)).state == "posted"
    await act(world, acts.reopen, task.id, by="bram", reason="It came back.", now=later)
    assert (await seen(world, letter)).state == "approved"
    await act(world, acts.cancel, task.id, by="bram", reason="She moved.", now=later)
    assert (await seen(world, letter)).state == "cancelled"


async def test_whose_work_it_is_not_does_nothing(world: World) -> None:
    letter = await begun(world)
    for operation, given in (
        (approving.finish, {"seen": 0}),
        (drafting.cancel, {"reason": "No"}),
        (posting.post, {"on": date(2026, 3, 2)}),
    ):
        with pytest.raises(Forbidden):
            await act(world, operation, letter, by="otto", **given)
    async with world.other.at_desk() as desk:
        with pytest.raises(NotFound):
            await drafting.cancel(desk, letter, reason="No", by=world.other.people["dora"], now=MONDAY)
