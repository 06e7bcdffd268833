"""Two administrators at one policy: whoever comes second sees what the first one did, and neither loses a word."""

from __future__ import annotations

from typing import Any

import pytest

from amends.policy.overriding import pin, put, remove
from amends.policy.places import at
from tenants.drafts import discard
from tenants.working import choosing, edit
from tests.tenants.policies import REOPEN, admin_of, changed, publish_now, renew, work_of
from tests.web.portal.conftest import Enter
from tests.web.visitor import Visitor
from tests.world import MONDAY, World

POLICY = "/portal/settings/policy"
HANDLING = f"{POLICY}/parts/handling"


@pytest.fixture
async def ada(enter: Enter) -> Visitor:
    return await enter("ada")


async def value(house: World, *keys: str) -> object:
    return at((await work_of(house)).state.document, keys)


async def throw_away(house: World) -> None:
    seen = (await work_of(house)).seen
    async with house.scope():
        await discard(house.tenant, seen=seen, by=admin_of(house), now=MONDAY)


def choosing_now(group: str, choice: str) -> dict[str, Any]:
    return {f"choice.{group}": choice}


def keeping(place: str, side: str) -> dict[str, Any]:
    return {f"keep.{place}": side}


async def test_what_is_typed_outlives_that_its_item_was_taken_away(ada: Visitor, world: World) -> None:
    reasons = await value(world, "closing_reasons")
    assert isinstance(reasons, dict)
    code = sorted(reasons)[0]
    page = await ada.get(f"{POLICY}/parts/closing_reasons/{code}")
    await changed(world, edit(remove, ("closing_reasons", code)))
    met = await ada.submit(page, f"/{code}", name__en="Ours, with care")
    assert met.status == 409
    assert "Somebody took this away while you were editing it." in met.words
    assert "Ours, with care" in met.html
    assert met.link("/parts/closing_reasons$")  # to leave it away
    wrong = await ada.submit(met, f"/{code}", as_new="yes", name__en="")
    assert (wrong.status, set(wrong.errors)) == (422, {"name.en"})
    saved = await ada.submit(wrong, f"/{code}", as_new="yes", name__en="Ours, with care")
    assert saved.status == 200, saved.words
    assert await value(world, "closing_reasons", code, "name", "en") == "Ours, with care"
    assert (await ada.http.post(f"{POLICY}/parts/closing_reasons/none")).status_code in (403, 404)


async def test_what_was_published_meanwhile_is_not_overwritten_unseen(ada: Visitor, world: World) -> None:
    await changed(world, edit(put, ("handling", "rounds"), 4))
    page = await ada.get(HANDLING)
    await changed(world, edit(put, REOPEN, 14), edit(put, ("handling", "joint_from"), 7))
    await publish_now(world)
    met = await ada.submit(page, "/handling", rounds="3")
    assert met.status == 409
    assert "was published or thrown away meanwhile" in met.words
    assert "Yours: 3" in met.words
    assert "There now: 4" in met.words
    assert (await ada.submit(met, "/handling")).status == 200
    assert [await value(world, "handling", name) for name in ("rounds", "joint_from", "reopen_within_days")] == [
        3, 7, 14,
    ]  # fmt: skip


async def test_another_draft_that_counts_as_far_is_not_taken_for_the_one_that_is_gone(
    ada: Visitor, world: World
) -> None:
    await changed(world, edit(put, ("handling", "rounds"), 4))
    page = await ada.get(HANDLING)
    await throw_away(world)
    await changed(world, edit(put, ("handling", "joint_from"), 7))
    met = await ada.submit(page, "/handling", reopen_within_days="20")
    assert met.status == 409
    assert "Yours: 4" in met.words  # thrown away: it is back only if its writer wants it
    await ada.submit(met, "/handling", rounds="2")
    assert [await value(world, "handling", name) for name in ("rounds", "joint_from", "reopen_within_days")] == [
        2, 7, 20,
    ]  # fmt: skip


async def test_deadlines_published_meanwhile_stand_beside_what_was_typed(ada: Visitor, world: World) -> None:
    levels = await value(world, "levels")
    assert isinstance(levels, dict)
    one, other = sorted(levels)[:2]
    place, beside = (("levels", level, "clocks", "resolve", "period") for level in (one, other))
    await changed(world, edit(put, REOPEN, 14))
    page = await ada.get(f"{POLICY}/deadlines")
    await changed(world, edit(put, place, "11 wd"), edit(put, beside, "12 wd"))
    await publish_now(world)
    typed: dict[str, Any] = {f"{one}__resolve__amount": "13", f"{one}__resolve__unit": "wd"}
    met = await ada.submit(page, "/deadlines", **typed)
    assert met.status == 409
    assert "Yours: 13 working days There now: 11 working days" in met.words
    assert (await ada.submit(met, "/deadlines")).status == 200
    assert (await value(world, *place), await value(world, *beside)) == ("13 wd", "12 wd")


async def test_what_the_other_one_keeps_for_good_stays_kept(ada: Visitor, world: World) -> None:
    page = await ada.get(HANDLING)
    await changed(world, edit(pin, REOPEN), edit(put, ("handling", "rounds"), 4), edit(put, REOPEN, 21))
    met = await ada.submit(page, "/handling", rounds="3", pin=["handling.joint_from"])
    assert met.status == 409
    saved = await ada.submit(met, "/handling")
    assert saved.status == 200
    assert (await work_of(world)).state.own.pins == {REOPEN, ("handling", "joint_from")}
    await ada.submit(saved, "/handling", rounds="5")  # nor does a further save let go of it
    assert (await work_of(world)).state.own.pins == {REOPEN, ("handling", "joint_from")}
    back = await ada.submit(
        await ada.get(HANDLING), "/handling", again="inherit:joint_from"
    )  # what goes back to inherited is kept no longer
    await ada.submit(back, "/handling")
    assert (await work_of(world)).state.own.pins == {REOPEN}


async def test_of_two_experts_the_second_decides_value_by_value(ada: Visitor, world: World) -> None:
    page = await ada.get(f"{POLICY}/expert")
    await changed(world, edit(put, REOPEN, 14), edit(put, ("summary", "en"), "Theirs"))
    text = "[handling]\nreopen_within_days = 60\nrounds = 3\n"
    met = await ada.submit(page, "/expert", text=text, apply="yes")
    assert met.status == 409
    assert text.split("\n")[1] in met.html
    undecided = await ada.submit(met, "/expert", apply="yes")
    assert (undecided.status, set(undecided.errors)) == (409, {"keep.handling.reopen_within_days"})
    shown = await ada.submit(undecided, "/expert", **keeping("handling.reopen_within_days", "ours"))
    assert shown.status == 200
    assert "Theirs" not in shown.words  # it is no part of what this would change
    await ada.submit(shown, "/expert", apply="yes")
    assert (await work_of(world)).state.own.layer == {
        "handling": {"reopen_within_days": 60, "rounds": 3},
        "summary": {"en": "Theirs"},
    }


async def test_a_text_from_a_draft_that_was_published_replaces_nothing_unseen(
    ada: Visitor, world: World
) -> None:
    await changed(world, edit(put, ("handling", "rounds"), 4))
    page = await ada.get(f"{POLICY}/expert")
    await changed(world, edit(put, REOPEN, 14))
    await publish_now(world)
    await renew(world)
    met = await ada.submit(page, "/expert", text="[handling]\nrounds = 3\n", apply="yes")
    assert met.status == 409
    assert "was published or thrown away meanwhile" in met.words
    chosen = await ada.submit(met, "/expert", apply="yes", **keeping("handling.rounds", "ours"))
    assert chosen.status == 200, chosen.words
    assert (await work_of(world)).state.own.layer == {"handling": {"rounds": 3, "reopen_within_days": 14}}


async def test_a_choice_that_was_only_looked_at_is_no_choice(ada: Visitor, world: World) -> None:
    (one, group), (beside, another), *_ = (await work_of(world)).state.adopted.ranked()
    page = await ada.get(f"{POLICY}/variants")
    theirs, ours = (next(c for c in each.choices if c != each.default) for each in (group, another))
    await changed(world, choosing({one: theirs}))
    assert (await ada.submit(page, "/variants", **choosing_now(beside, ours))).status == 200
    variants = (await work_of(world)).state.variants
    assert (variants[one], variants[beside]) == (theirs, ours)


async def test_a_new_item_survives_that_the_draft_was_published(ada: Visitor, world: World) -> None:
    await changed(world, edit(put, REOPEN, 14))
    page = await ada.get(f"{POLICY}/additions/closing_reasons")
    await publish_now(world)
    names: dict[str, Any] = {"name__zh": "已和解", "name__en": "Settled"}
    met = await ada.submit(page, "/additions/closing_reasons", code="settled", **names)
    assert met.status == 409
    assert "已和解" in met.html
    assert (await ada.submit(met, "/additions/closing_reasons")).status == 200
    twice = await ada.submit(
        await ada.get(f"{POLICY}/additions/closing_reasons"),
        "/additions/closing_reasons",
        code="settled",
        **names,
    )
    assert twice.errors == {"code": "There is one with this code already."}
