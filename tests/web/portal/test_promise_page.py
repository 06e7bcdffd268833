"""A promise opens into its ledger; from there it is stopped, let run on and extended, and the complainant is told."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from msgspec import structs

from amends.complaints.concerned import name_concerned
from amends.complaints.deciding import accept
from amends.complaints.handling import assign
from amends.complaints.tables import Complaint
from amends.correspondence.operations import write_to_complainant
from amends.deadlines.firing import fire_batch
from amends.deadlines.period import parse_period
from amends.policy.document import Extension, Pause, Text
from amends.tasks.queries import tasks_of
from tests.amends.deadlines.governed import usual
from tests.web.conftest import Arrive
from tests.web.portal.conftest import Enter
from tests.web.public.test_tracking import opened as open_own
from tests.web.visitor import Page, Visitor
from tests.world import World

LAB = Pause(name=Text(zh="等待检测", en="Waiting for the laboratory"), longest=parse_period("3 wd"))


MYSELF = {"period": ["5"], "unit": ["wd"], "reason": ["Myself"]}


async def governed(world: World, *, approved_by: str = "", told: bool = True) -> None:
    """The clock to resolve may wait for the laboratory, and be extended once by ten working days at most."""
    async with world.at_desk() as desk:
        policy = desk.policy
    extension = Extension(most=1, longest=parse_period("10 wd"), approved_by=approved_by)
    resolve = structs.replace(policy.clocks["resolve"], pauses=("lab",), extension=extension)
    lab = structs.replace(LAB, told=told)
    await usual(world, clocks={"resolve": resolve}, pauses={**policy.pauses, "lab": lab})


async def opened(world: World, enter: Enter, who: str, case: UUID) -> tuple[Visitor, Page, str]:
    promise = (await world.promises(case))["resolve"]
    visitor = await enter(who)
    url = f"/portal/cases/{case}/promises/{promise.id}"
    return visitor, await visitor.get(url), url


async def test_it_stands_still_for_a_reason_and_runs_on_and_each_is_told(world: World, enter: Enter) -> None:
    await governed(world)
    case = (await world.lodge()).complaint_id
    before = (await world.promises(case))["resolve"].due_at
    world.move_to(world.at(hours=2))
    bram, page, _ = await opened(world, enter, "bram", case)
    assert "Waiting for the laboratory (at most 3 working days in all)" in page.words
    refused = await bram.submit(page, "/pause", reason="lab", since="2030-01-01T09:00")
    assert (refused.status, "This is in the future" in refused.words) == (422, True)
    stopped = await bram.submit(refused, "/pause", reason="lab", since="", note="Sample 17 is at the lab")
    assert "stands still since" in stopped.words
    assert "Sample 17 is at the lab" in stopped.words
    assert "It runs on by itself" in stopped.words
    case_page = await bram.get(f"/portal/cases/{case}")
    assert "stands still" in case_page.words
    [letter] = await world.notices(event="paused", to="amina")
    assert "等待检测" in letter.body
    assert "Sample 17" not in letter.body
    world.move_to(world.at(days=2, hours=2))
    bram = await enter("bram")
    page = await bram.get(f"/portal/cases/{case}/promises/{(await world.promises(case))['resolve'].id}")
    going = await bram.submit(page, "/resumption", at="", note="The result came")
    after = (await world.promises(case))["resolve"]
    assert after.due_at > before
    assert after.first_due_at == before
    assert after.paused_since is None
    assert "instead of" in going.words
    [letter] = await world.notices(event="resumed", to="amina")
    assert "原定时间是" in letter.body


async def test_nobody_is_told_a_date_of_what_stands_still(world: World, enter: Enter) -> None:
    await governed(world)
    case = (await world.lodge(language="en")).complaint_id
    world.move_to(world.at(hours=2))
    bram, page, _ = await opened(world, enter, "bram", case)
    await bram.submit(page, "/pause", reason="lab", since="", note="")
    await world.do(accept, case, by="ines", now=world.at(hours=3))
    await world.do(write_to_complainant, case, by="bram", now=world.at(hours=3), body="The lab looks at it")
    [letter] = await world.notices(event="accepted", to="amina")
    assert "24:00" not in letter.body
    assert "stands still since" in (await bram.get("/portal")).words


async def test_the_longest_pause_ends_by_itself_and_both_sides_hear_of_it(world: World, enter: Enter) -> None:
    await governed(world)
    case = (await world.lodge()).complaint_id
    world.move_to(world.at(hours=1))
    bram, page, url = await opened(world, enter, "bram", case)
    await bram.submit(page, "/pause", reason="lab")
    later = world.at(days=8)

    async def desks(policy_id: Any, calendar_id: Any) -> Any:
        return desk

    async with world.at_desk() as desk:
        await fire_batch(desks, now=later, most=100)
    assert (await world.promises(case))["resolve"].paused_since is None
    assert len(await world.notices(event="resumed", to="amina")) == 1
    world.move_to(later)
    page = await (await enter("bram")).get(url)
    assert "It had stood still for this reason as long as the policy allows." in page.words


async def test_an_extension_needs_a_reason_and_says_old_and_new(
    world: World, enter: Enter, arrive: Arrive
) -> None:
    await governed(world)
    lodged = await world.lodge()
    case = lodged.complaint_id
    world.move_to(world.at(hours=1))
    bram, page, _ = await opened(world, enter, "bram", case)
    refused = await bram.submit(page, "/extension", period="2", unit="wd", until="", reason="")
    assert (refused.status, "Please say why." in refused.words) == (422, True)
    assert 'value="2"' in refused.html
    refused = await bram.submit(
        refused, "/extension", period="11", unit="wd", until="", reason="It takes long"
    )
    assert "The policy allows no extension as long as this." in refused.words
    refused = await bram.submit(
        refused, "/extension", period="many", unit="wd", until="", reason="It takes long"
    )
    assert "Please give a whole number from 1 to 999." in refused.words
    done = await bram.submit(
        refused, "/extension", period="10", unit="wd", until="", reason="The maker has to answer first"
    )
    assert "By 10 working days" in done.words
    assert "The maker has to answer first" in done.words
    assert "/extension" not in done.html
    [letter] = await world.notices(event="extension", to="amina")
    assert "The maker has to answer first" in letter.body
    own = await open_own(world, arrive(), lodged)
    assert "At first it was due" in own.words
    assert "The maker has to answer first" in own.words


async def test_who_has_the_case_asks_and_another_in_the_role_extends(world: World, enter: Enter) -> None:
    await governed(world, approved_by="supervisor")
    case = (await world.lodge()).complaint_id
    world.move_to(world.at(hours=1))
    bram, page, url = await opened(world, enter, "bram", case)
    assert "Supervisor" in page.words
    asked = await bram.submit(page, "/extension-request", reason="Two weeks: the maker has to answer")
    assert asked.status == 200
    async with world.scope():
        [task] = [each for each in await tasks_of(case) if each.role == "supervisor"]
    assert "Two weeks: the maker has to answer" in task.what
    page = await bram.get(url)
    refused = await bram.send(f"{url}/extension", page.form("/extension-request").values | MYSELF)
    assert refused.status == 403
    chen = await enter("chen")
    page = await chen.get(url)
    await chen.submit(page, "/extension", period="5", unit="wd", reason="The maker has to answer first")
    async with world.scope():
        [task] = [each for each in await tasks_of(case) if each.role == "supervisor"]
    assert task.done_at is not None


async def test_a_supervisor_extends_no_promise_of_a_case_of_their_own(world: World, enter: Enter) -> None:
    await governed(world, approved_by="supervisor")
    case = (await world.lodge()).complaint_id
    chen = world.actor("chen")
    await world.do(assign, case, by="ada", department_id=await _department(world, case), assignee_id=chen.id)
    world.move_to(world.at(hours=1))
    visitor, page, url = await opened(world, enter, "chen", case)
    assert "Ask for an extension" in page.words
    refused = await visitor.send(f"{url}/extension", page.form("/extension-request").values | MYSELF)
    assert refused.status == 403


async def _department(world: World, case: UUID) -> UUID:
    async with world.scope():
        row = await Complaint.objects().get(Complaint.id == case)
        assert row is not None
        department_id: UUID = row.department_id
        return department_id


async def look_first(visitor: Visitor, page: Page, action: str, **typed: str) -> Page:
    """The other button of the same form."""
    form = page.form(action)
    assert f'formaction="{form.action}/preview"' in page.html
    return await visitor.send(f"{form.action}/preview", {**form.values, **typed})


async def test_a_new_due_time_is_shown_with_its_reckoning_before_it_is_written(
    world: World, enter: Enter
) -> None:
    await governed(world)
    case = (await world.lodge()).complaint_id
    before = (await world.promises(case))["resolve"].due_at
    world.move_to(world.at(hours=2))
    bram, page, url = await opened(world, enter, "bram", case)
    looked = await look_first(bram, page, "/extension", period="5", unit="wd", reason="The maker answers")
    assert (looked.status, "Then it is due" in looked.words, "Counted:" in looked.words) == (200, True, True)
    assert "The maker answers" in looked.html
    assert (await world.promises(case))["resolve"].due_at == before
    refused = await look_first(bram, looked, "/extension", period="50", unit="wd", reason="")
    assert (refused.status, "no extension as long as this" in refused.words) == (422, True)
    await bram.submit(page, "/pause", reason="lab", since="", note="")
    world.move_to(world.at(days=2, hours=2))
    bram = await enter("bram")
    still = await bram.get(url)
    looked = await look_first(bram, still, "/resumption", at="", note="It came")
    assert "It stood still from" in looked.words
    assert (await world.promises(case))["resolve"].paused_since is not None
    going = await bram.submit(looked, "/resumption", at="", note="It came")
    assert "Runs on" in going.words


async def test_a_form_open_while_the_promise_changed_is_refused_and_keeps_what_was_typed(
    world: World, enter: Enter
) -> None:
    await governed(world)
    case = (await world.lodge()).complaint_id
    world.move_to(world.at(hours=2))
    bram, page, _ = await opened(world, enter, "bram", case)
    chen, hers, _ = await opened(world, enter, "chen", case)
    paused = await chen.submit(hers, "/pause", reason="lab", since="", note="")
    await chen.submit(paused, "/resumption", at="", note="")
    typed: dict[str, Any] = {"reason": "lab", "since": "", "note": "Sample 18"}
    refused = await bram.submit(page, "/pause", **typed)
    assert (refused.status, "changed since you opened the form" in refused.words) == (409, True)
    assert "Sample 18" in refused.html
    assert "stands still since" in (await bram.submit(refused, "/pause", **typed)).words


async def test_whom_the_complaint_is_about_sees_no_forms(world: World, enter: Enter) -> None:
    await governed(world)
    case = (await world.lodge()).complaint_id
    await world.do(name_concerned, case, by="ines", person_id=world.actor("bram").id)
    _, page, url = await opened(world, enter, "bram", case)
    assert f'action="{url}' not in page.html
    assert "This complaint is about you" in page.words
