"""An administrator looks at the policy, changes it, publishes it, and goes back, in a browser without scripts."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import pytest

from amends.policy.overriding import put
from tenants.working import choosing, edit
from tests.tenants.policies import REOPEN, changed, publish_change, publish_now, work_of
from tests.web.portal.conftest import Enter
from tests.web.visitor import Page, Visitor
from tests.world import World
from web.settings.policy.difference_view import capped, count_of

POLICY = "/portal/settings/policy"


@pytest.fixture
async def ada(enter: Enter, world: World) -> Visitor:
    return await enter("ada")


def typed(name: str, value: str) -> dict[str, Any]:
    """A field whose name is no Python name."""
    return {name: value}


async def expert_writes(ada: Visitor, text: str) -> Page:
    page = await ada.get(f"{POLICY}/expert")
    shown = await ada.submit(page, "/expert", text=text)
    assert shown.status == 200, shown.words
    return await ada.submit(shown, "/expert", text=text, apply="yes")


async def test_from_a_change_to_the_version_in_force_and_back(ada: Visitor, world: World) -> None:
    first = await ada.get(POLICY)
    assert "Version 1 is in force" in first.words
    assert "Policy" in (await ada.get("/portal/settings")).words
    draft = await expert_writes(ada, "[handling]\nreopen_within_days = 14\n")
    assert draft.path.startswith(f"{POLICY}/draft")
    assert "There is a draft with 1 change" in (await ada.get(POLICY)).words
    assert "30" in draft.words
    assert "14" in draft.words
    nameless = await ada.submit(draft, "/publication", reason=" ")
    assert (nameless.status, set(nameless.errors)) == (422, {"reason"})
    done = await ada.submit(nameless, "/publication", reason="Two weeks are enough")
    assert done.status == 200
    assert "Version 2 is in force" in done.words
    assert "Two weeks are enough" in done.words
    beside = await ada.get(f"{POLICY}/comparison?one=2&other=1")
    assert "From version 1 to version 2" in beside.words
    old = await ada.get(f"{POLICY}/versions/1")
    refused = await ada.submit(old, "/versions/1/return", reason="")
    assert (refused.status, set(refused.errors)) == (422, {"reason"})
    back = await ada.submit(refused, "/versions/1/return", reason="It was better")
    assert "Version 3 is in force" in back.words
    assert "back to version 1" in back.words
    assert (await work_of(world)).state.document["handling"] == (await work_of(world)).state.inherited[
        "handling"
    ]


async def test_somebody_else_was_faster(ada: Visitor, world: World) -> None:
    await changed(world, edit(put, REOPEN, 14))
    draft = await ada.get(f"{POLICY}/draft")
    await changed(world, edit(put, ("summary", "en"), "Ours"))
    late = await ada.submit(draft, "/publication", reason="Now")
    assert late.status == 409
    assert "Somebody changed the draft" in late.words
    assert "Now" in late.html
    assert (await ada.submit(late, "/publication", reason="Now")).path.startswith(f"{POLICY}?")


async def test_what_is_wrong_leads_to_its_place(ada: Visitor, world: World) -> None:
    await changed(world, edit(put, ("categories", "A", "level"), "T9"))
    draft = await ada.get(f"{POLICY}/draft")
    assert "This keeps it from being published" in draft.words
    assert draft.link("/parts/categories/A$")
    refused = await ada.submit(draft, "/publication", reason="Now")
    assert refused.status == 422
    assert "Now" in refused.html


async def test_a_draft_is_thrown_away(ada: Visitor, world: World) -> None:
    await changed(world, edit(put, REOPEN, 14))
    page = await ada.get(f"{POLICY}/draft")
    gone = await ada.submit(page, "/removal")
    assert "The draft is thrown away" in gone.words
    assert not (await work_of(world)).exists
    assert "There is no draft" in (await ada.get(f"{POLICY}/draft")).words


async def test_an_overtaken_draft_is_brought_up_to_date(ada: Visitor, world: World) -> None:
    await publish_change(world, edit(put, REOPEN, 14))
    await changed(world, edit(put, REOPEN, 60))
    old = await ada.get(f"{POLICY}/versions/1")
    await ada.submit(old, "/versions/1/return", reason="It was better")
    page = await ada.get(f"{POLICY}/draft")
    assert "Published meanwhile: version 3" in page.words
    undecided = await ada.submit(page, "/renewal")
    assert undecided.status == 409
    renewed = await ada.submit(undecided, "/renewal", **typed("keep.handling.reopen_within_days", "ours"))
    assert renewed.status == 200
    assert "Publish as version 4" in renewed.words


@pytest.mark.parametrize("form", ["toml", "json"])
async def test_a_policy_leaves_and_comes_back(ada: Visitor, world: World, form: str) -> None:
    await changed(world, edit(put, REOPEN, 14))
    answer = await ada.http.get(f"{POLICY}/files/export?of=draft&what=overrides&form={form}")
    assert "attachment" in answer.headers["content-disposition"]
    read = tomllib.loads(answer.text) if form == "toml" else json.loads(answer.text)
    assert read["overrides"] == {"handling": {"reopen_within_days": 14}}
    await ada.submit(await ada.get(f"{POLICY}/draft"), "/removal")
    page = await ada.get(f"{POLICY}/files")
    sent = page.form("/files")
    shown = Page(
        await ada.http.post(sent.action, data=sent.values, files={"file": (f"p.{form}", answer.content)})
    )
    assert "This would change" in shown.words
    assert not (await work_of(world)).exists
    await ada.submit(shown, "/files", apply="yes")
    assert (await work_of(world)).state.own.layer == {"handling": {"reopen_within_days": 14}}


async def test_rubbish_is_refused_and_kept_for_mending(ada: Visitor, world: World) -> None:
    page = await ada.get(f"{POLICY}/expert")
    for text, told in (
        ("levels = [", "This cannot be read as TOML or JSON"),
        ("[handling]\nreopen = 3", "House rules · reopen handling.reopen No policy has this."),
    ):
        refused = await ada.submit(page, "/expert", text=text)
        assert refused.status == 422
        assert told in refused.words
        assert text.split("\n")[0] in refused.html
    assert not (await work_of(world)).exists


async def test_mistakes_are_told_in_the_language_of_their_reader_a_page_of_them(enter: Enter) -> None:
    ada = await enter("ada", language="zh")
    text = "[handling]\n" + "".join(f"strange{number} = 1\n" for number in range(130))
    told = await ada.submit(await ada.get(f"{POLICY}/expert"), "/expert", text=text)
    assert told.status == 422
    assert "政策中没有这一项" in told.words
    assert "expected one of" not in told.words
    assert "另有30项" in told.words


def test_of_a_long_difference_the_first_hundred_lines_are_shown() -> None:
    part = {"label": "", "items": [{"title": str(item), "lines": [{"label": ""}] * 30} for item in range(3)]}
    shown, more = capped([part, part])
    assert (count_of(shown), more) == (100, 80)
    assert [len(each["items"]) for each in shown] == [3, 1]
    assert capped([part]) == ([part], 0)


async def test_importing_nothing_says_what_is_missing(ada: Visitor) -> None:
    told = await ada.submit(await ada.get(f"{POLICY}/files"), "/files", text=" ")
    assert (told.status, told.errors) == (422, {"text": "Please choose a file, or paste its text."})


async def test_two_experts_lose_nothing(ada: Visitor, world: World) -> None:
    page = await ada.get(f"{POLICY}/expert")
    await changed(world, edit(put, REOPEN, 14))
    text = '[summary]\nen = "Ours"\n'
    shown = await ada.submit(page, "/expert", text=text)
    assert "Ours" in shown.words
    await ada.submit(shown, "/expert", text=text, apply="yes")
    assert (await work_of(world)).state.own.layer == {
        "handling": {"reopen_within_days": 14},
        "summary": {"en": "Ours"},
    }
    clash = await ada.submit(page, "/expert", text="[handling]\nreopen_within_days = 60\n")
    assert clash.status == 409
    assert "60" in clash.words
    assert "14" in clash.words


async def test_a_variant_is_looked_at_and_chosen(ada: Visitor, world: World) -> None:
    code, group = (await work_of(world)).state.adopted.ranked()[0]
    other = next(choice for choice in group.choices if choice != group.default)
    page = await ada.get(f"{POLICY}/variants")
    shown = await ada.submit(page, "/variants", preview="yes", **typed(f"choice.{code}", other))
    assert "This would change" in shown.words
    assert not (await work_of(world)).exists
    wrong = await ada.submit(page, "/variants", **typed(f"choice.{code}", "none-such"))
    assert (wrong.status, set(wrong.errors)) == (422, {f"choice.{code}"})
    await ada.submit(shown, "/variants")
    assert (await work_of(world)).state.variants[code] == other
    assert group.choices[other].name.en in (await ada.get(f"{POLICY}/draft")).words


async def test_sources_are_confirmed_and_doubted_again(ada: Visitor, world: World) -> None:
    source = {"title": {"zh": "某规定", "en": "A regulation"}, "kind": "law", "to_confirm": True}
    await changed(world, edit(put, ("sources", "REG"), source), edit(put, ("handling", "source"), ["REG-01"]))
    unused = {"title": {"zh": "无关规定", "en": "A law of another trade"}, "kind": "law"}
    await changed(world, edit(put, ("sources", "OTHER"), unused))
    page = await ada.get(f"{POLICY}/sources")
    assert "A regulation" in page.words
    assert "A law of another trade" not in page.words
    done = await ada.submit(page, "/REG/confirmation", note="Edition of 2025")
    assert "Edition of 2025" in done.words
    assert world.actor("ada").name in done.words
    again = await ada.submit(done, "/REG/withdrawal")
    assert "Edition of 2025" not in again.words
    assert (await ada.http.post(f"{POLICY}/sources/NONE/confirmation")).status_code in (403, 404)


async def test_both_languages(enter: Enter, world: World) -> None:
    await changed(world, edit(put, REOPEN, 14))
    ada = await enter("ada", language="zh")
    for path in ("", "/draft", "/variants", "/sources", "/files", "/expert", "/versions/1"):
        page = await ada.get(f"{POLICY}{path}")
        assert page.status == 200, path


async def test_the_difference_comes_first_and_what_is_loosened_is_told_once(
    ada: Visitor, world: World
) -> None:
    code, group = (await work_of(world)).state.adopted.ranked()[0]
    other = next(choice for choice in group.choices if choice != group.default)
    await changed(
        world, edit(put, REOPEN, 1), choosing({code: other})
    )  # how long one may come back rests on law
    words = (await ada.get(f"{POLICY}/draft")).words
    order = (
        "What it changes",
        "Rests on law, and asks for less now",
        "Publish as version 2",
        "Throw the draft",
    )
    assert sorted(order, key=words.index) == list(order)
    await publish_now(world)
    await changed(world, edit(put, ("summary", "en"), "Ours"))
    later = (await ada.get(f"{POLICY}/draft")).words
    assert "Rests on law, and asks for less now" not in later
    assert "1 value has asked for less than a law since an earlier version" in later
    beside = (await ada.get(f"{POLICY}/comparison?one=1&other=2")).words
    assert group.choices[other].name.en in beside
    assert group.choices[other].name.en in (await ada.get(f"{POLICY}/versions/2")).words
