"""Tasks in the portal: lists and their filters, one of them done, given, cancelled and opened again, and on the case."""

from __future__ import annotations

from uuid import UUID

from amends.database.rows import select_all
from amends.evidence.operations import evidence_of
from amends.people.actor import SYSTEM
from amends.tasks.operations import NewTask, opened
from amends.tasks.tables import Task, TaskKind
from tests.amends.evidence.files import photo
from tests.web.portal.conftest import Enter
from tests.world import World


async def a_task(world: World, **changed: object) -> tuple[UUID, UUID]:
    case = (await world.lodge(phone="13800000000")).complaint_id
    [notice] = [row for row in await world.notices(event="lodged") if row.complaint_id == case]
    usual = {
        "kind": TaskKind.CALL, "cause": f"call:{case}", "due_at": world.at(days=1), "complaint_id": case,
        "notice_id": notice.id, "facts": {"event": "lodged"}, "assignee_id": world.people["bram"].id,
    }  # fmt: skip
    async with world.scope():
        [task] = await opened([NewTask(**{**usual, **changed})], by=SYSTEM, now=world.at())  # type: ignore[arg-type]
    return case, task


async def row_of(world: World, task: UUID) -> Task:
    async with world.scope():
        [row] = await select_all(Task, "WHERE id = $1", task)
    return row


async def test_what_is_mine_is_counted_listed_and_done(world: World, enter: Enter) -> None:
    case, task = await a_task(world)
    bram = await enter("bram")
    page = await bram.get("/portal/tasks")
    assert "Tasks 1" in page.words
    one = await bram.get(page.link(f"/portal/tasks/{task}"))
    assert "13800000000" in one.words
    assert "{" not in one.words  # whatever stands in the notice, no mark of the program's
    refused = await bram.submit(one, "/done", outcome="")
    assert refused.status == 422
    assert set(refused.errors) == {"done-outcome"}
    done = await bram.submit(refused, "/done", outcome="She has it in writing.")
    assert done.path.startswith("/portal/tasks")
    assert "Nothing for you to do" in done.words
    assert "She has it in writing." in (await bram.get("/portal/tasks?show=done")).words
    shown = await bram.get(f"/portal/cases/{case}")
    assert "done by Bram" in shown.words
    assert (await row_of(world, task)).done_by == world.people["bram"].id


async def test_it_is_done_on_the_case_and_comes_back_there(world: World, enter: Enter) -> None:
    case, task = await a_task(world)
    bram = await enter("bram")
    page = await bram.get(f"/portal/cases/{case}")
    assert f'id="task-{task}"' in page.html
    refused = await bram.submit(page, f"/tasks/{task}/done", outcome="", hand="visit", messenger="Mr Zhou")
    assert "Mr Zhou" in refused.html
    assert refused.status == 422
    done = await bram.submit(
        page, f"/tasks/{task}/done", outcome="Told", hand="visit", messenger="Mr Zhou", to_whom="Amina", handed_on="2026-03-02"
    )  # fmt: skip
    assert "By a visit of our staff: Mr Zhou → Amina" in done.words
    assert done.path.startswith(f"/portal/cases/{case}")
    assert "Task done" in done.words


async def test_a_photo_of_the_place_becomes_evidence_of_the_case(world: World, enter: Enter) -> None:
    case, task = await a_task(world)
    bram, there = await enter("bram"), f"/portal/tasks/{task}"
    page = await bram.get(there)
    assert 'capture="environment"' in page.html
    refused = await bram.submit(page, "/photos")
    assert refused.errors == {"photos-files": "Please choose a file."}
    kept = await bram.submit(page, "/photos", files=[("site.jpg", photo(), "image/jpeg")])
    assert kept.path.startswith(there)
    async with world.scope():
        [file] = await evidence_of(case)
    assert (str(file.name), file.added_by) == ("site.jpg", bram_id := world.actor("bram").id)
    entry = (await world.history(case))[-1]
    assert (entry.act, entry.actor_id, str(file.sha256) in str(entry.detail)) == ("evidence", bram_id, True)
    await bram.submit(await bram.get(there), "/done", outcome="Looked at")
    assert "/photos" not in (await bram.get(there)).html
    late = await bram.submit(page, "/photos", files=[("late.jpg", photo(), "image/jpeg")], form_id="another")
    assert late.status == 409


async def test_a_letter_asks_for_the_day_it_was_posted(world: World, enter: Enter) -> None:
    _, task = await a_task(world, kind=TaskKind.POST)
    bram = await enter("bram")
    page = await bram.get(f"/portal/tasks/{task}")
    for typed in ("", "yesterday", "2027-01-01"):
        refused = await bram.submit(page, "/done", posted_on=typed)
        assert (refused.status, set(refused.errors)) == (422, {"done-posted_on"})
        assert refused.form("/done").values["posted_on"] == [typed]
    await bram.submit(page, "/done", posted_on="2026-03-02")
    assert str((await row_of(world, task)).posted_on) == "2026-03-02"


async def test_given_cancelled_and_opened_again(world: World, enter: Enter) -> None:
    _, task = await a_task(world)
    bram, chen = await enter("bram"), world.people["chen"].id
    page = await bram.get(f"/portal/tasks/{task}")
    await bram.submit(page, "/handover", assignee=str(chen))
    assert (await row_of(world, task)).assignee_id == chen
    assert "Nothing for you to do" in (await bram.get("/portal/tasks")).words
    page = await bram.get(f"/portal/tasks/{task}")
    assert (await bram.submit(page, "/cancellation", reason=" ")).status == 422
    await bram.submit(page, "/cancellation", reason="She called herself")
    late = await bram.submit(page, "/done", outcome="Told")
    assert late.status == 409  # somebody was quicker: the page says so, and offers what is left
    assert "done or cancelled already" in late.words
    again = await bram.submit(late, "/reopening", reason="She did not")
    assert again.status == 200
    assert (await row_of(world, task)).cancelled_at is None


async def test_lists_are_narrowed_down_by_the_address(world: World, enter: Enter) -> None:
    _, call = await a_task(world)
    _, post = await a_task(world, kind=TaskKind.POST, due_at=world.at(minutes=1), assignee_id=None)
    world.move_to(world.at(hours=1))
    bram = await enter("bram")

    async def there(query: str) -> set[UUID]:
        html = (await bram.get(f"/portal/tasks?{query}")).html
        return {task for task in (call, post) if f'"/portal/tasks/{task}"' in html}

    assert await there("show=mine") == {call}
    assert await there("show=all") == await there("show=department") == {call, post}
    assert await there("show=all&kind=post") == await there("show=all&late=yes") == {post}
    assert await there("show=all&kind=reach") == await there("show=done") == set()
    html = (await bram.get("/portal/tasks?show=all")).html
    assert html.index(str(post)) < html.index(str(call))  # overdue first
    assert "Nothing found" in (await bram.get("/portal/tasks?show=all&kind=reach")).words


async def test_one_is_added_by_hand(world: World, enter: Enter) -> None:
    case = (await world.lodge()).complaint_id
    bram = await enter("bram")
    page = await bram.get(f"/portal/cases/{case}")
    refused = await bram.submit(page, "/task", what="Ask the shop", due_on="")
    assert set(refused.errors) == {"task-due_on"}
    assert refused.form("/task").values["what"] == ["Ask the shop"]
    added = await bram.submit(refused, "/task", due_on="2026-03-05")
    assert "Ask the shop" in added.words


async def test_who_may_only_read_is_offered_nothing(world: World, enter: Enter) -> None:
    case, task = await a_task(world)
    otto = await enter("otto")
    page = await otto.get("/portal/tasks")  # everybody's: nothing is an auditor's own
    assert str(task) in page.html
    for address in (f"/portal/tasks/{task}", f"/portal/cases/{case}"):
        assert f"/tasks/{task}/" not in (await otto.get(address)).html
