"""What Amina has typed is there again in her browser, is looked over before it is sent, and is nobody else's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from amends.database.housekeeping import tidy_tenant
from amends.database.scope import fetch
from amends.drafts import operations
from tests.web.conftest import Arrive
from tests.web.public.test_lodging import PHOTO, filled
from tests.world import MONDAY, World

LATER = "/complaints/new/draft"


async def drafts(world: World) -> list[str]:
    async with world.scope():
        return [str(row["content"]) for row in await fetch("SELECT content FROM lodgement_draft")]


async def test_a_draft_is_there_again_with_its_files_and_gone_once_it_is_sent(
    world: World, arrive: Arrive
) -> None:
    amina = arrive()
    page, values = await filled(amina, narrative="", needs="An interpreter")
    sent = {
        **page.form("/complaints").values,
        **{name.replace("__", "."): [text] for name, text in values.items()},
    }
    kept = await amina.send(LATER, sent, files=[PHOTO])
    assert (kept.path, "within a week" in kept.words) == ("/complaints/new?done=draft-kept", True)
    [content] = await drafts(world)
    assert "Nobody answered" not in content
    again = await amina.get("/complaints/new")
    form = again.form("/complaints").values
    assert (form["subject"], form["needs"], "lift.txt" in again.words) == (
        ["Nobody answered"],
        ["An interpreter"],
        True,
    )
    assert form["form_id"] != sent["form_id"]
    receipt = await amina.submit(again, "/complaints", narrative="I waited.")
    assert receipt.path == "/complaints/lodged"
    assert await drafts(world) == []
    [case] = await world.complaints()
    assert case.complainant_needs == "An interpreter"
    fresh = await amina.get("/complaints/new")
    assert (fresh.form("/complaints").values["subject"], "when you left" in fresh.words) == ([""], False)


async def test_what_was_still_being_kept_as_it_was_sent_never_comes_back(
    world: World, arrive: Arrive
) -> None:
    amina = arrive()
    page, values = await filled(amina)
    sent = {
        **page.form("/complaints").values,
        **{name.replace("__", "."): [text] for name, text in values.items()},
        "quietly": ["yes"],
    }
    assert (await amina.send(LATER, sent)).status == 204
    key = amina.http.cookies.get("amends_draft") or ""
    assert (await amina.submit(page, "/complaints", **values)).path == "/complaints/lodged"
    assert (await amina.send(LATER, sent)).status == 204
    assert await drafts(world) == []
    async with world.scope():  # its keeping overtook the sending, but not what the sending threw away
        late = {"subject": ["Nobody answered"], "form_id": [str(sent["form_id"][0])]}
        await operations.keep(key, late, now=MONDAY)
    amina.http.cookies.set("amends_draft", key, domain=world.host)
    fresh = await amina.get("/complaints/new")
    assert fresh.form("/complaints").values["subject"] == [""]
    assert await drafts(world) == []


async def test_a_draft_is_nobody_else_s_and_lasts_a_week(world: World, arrive: Arrive) -> None:
    amina = arrive()
    page, values = await filled(amina)
    quiet = await amina.submit(page, "/complaints", follow=False, **values, review="yes")
    assert (quiet.status, await drafts(world)) == (200, [])
    sent = {**page.form("/complaints").values, "subject": ["My secret"], "quietly": ["yes"]}
    assert (await amina.send(LATER, sent)).status == 204
    at_garden = arrive(host=world.other.host)
    key = amina.http.cookies.get("amends_draft") or ""
    at_garden.http.cookies.set("amends_draft", key, domain=world.other.host)
    for other in (arrive(), at_garden):
        assert "My secret" not in (await other.get("/complaints/new")).html
    assert "My secret" in (await amina.get("/complaints/new")).html
    world.move_to(MONDAY + timedelta(days=7, minutes=1))
    assert "My secret" not in (await amina.get("/complaints/new")).html
    async with world.scope():
        await tidy_tenant(now=MONDAY + timedelta(days=7, minutes=1))
    assert await drafts(world) == []


async def test_a_draft_is_thrown_away_at_a_word(world: World, arrive: Arrive) -> None:
    amina = arrive(language="zh-CN")
    page, _ = await filled(amina)
    await amina.send(LATER, {**page.form("/complaints").values, "subject": ["电梯"]})
    page = await amina.submit(await amina.get("/complaints/new"), "/discard")
    assert "填写的内容已删除" in page.words
    assert (page.form("/complaints").values["subject"], await drafts(world)) == ([""], [])


async def test_everything_is_looked_over_and_changed_before_it_is_sent(world: World, arrive: Arrive) -> None:
    amina = arrive()
    page, values = await filled(amina, phone="（025）8888 1234转801", narrative="")
    back = await amina.submit(page, "/complaints", files=[PHOTO], review="yes", **values)
    assert (back.status, list(back.errors)) == (422, ["narrative"])
    look = await amina.submit(back, "/complaints", review="yes", narrative="I waited.")
    for words in ("Nothing is sent yet", "I waited.", "lift.txt", "(025)8888 1234转801", "amina@example.com"):
        assert words in look.words
    assert await world.complaints() == []
    back_to_it: dict[str, Any] = {"continue": "yes"}
    again = await amina.submit(look, "/complaints", **back_to_it)
    form = again.form("/complaints").values
    assert (form["narrative"], "lift.txt" in again.words) == (["I waited."], True)
    look = await amina.submit(again, "/complaints", review="yes", subject="Still nobody")
    receipt = await amina.submit(look, "/complaints")
    assert receipt.path == "/complaints/lodged"
    [case] = await world.complaints()
    assert (case.subject, case.complainant_phone) == ("Still nobody", "(025)8888 1234转801")
    own = await amina.get(receipt.link(r"^/complaints/[0-9a-f-]{36}$"))
    assert "lift.txt" in own.words


async def test_which_privacy_notice_was_agreed_to_is_on_record(world: World, arrive: Arrive) -> None:
    amina = arrive()
    page, values = await filled(amina)
    shown = page.form("/complaints").values["privacy"][0]
    refused = await amina.submit(page, "/complaints", **values, privacy="1:en:" + "0" * 16)
    assert (refused.status, "worded anew" in refused.words) == (409, True)
    assert (await amina.submit(refused, "/complaints")).path == "/complaints/lodged"
    async with world.scope():
        [entry] = await fetch("SELECT detail FROM history_entry WHERE act = 'lodge'")
    assert f'"privacy": "{shown}"' in str(entry["detail"]).replace('":"', '": "')
