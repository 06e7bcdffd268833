"""An administrator who has never seen a configuration file changes the policy by its forms, without scripts."""

from __future__ import annotations

import re
from typing import Any

import pytest

from amends.policy.overriding import put
from amends.policy.places import at
from tenants.working import edit
from tests.tenants.policies import changed, work_of
from tests.web.portal.conftest import Enter
from tests.web.visitor import Page, Visitor
from tests.world import World
from web.settings.policy.carrying import carried

POLICY = "/portal/settings/policy"
PARTS = f"{POLICY}/parts"


@pytest.fixture
async def ada(enter: Enter) -> Visitor:
    return await enter("ada")


async def again(ada: Visitor, page: Page, asked: str, **typed: Any) -> Page:
    """Press one of the buttons in a form that do not save."""
    return await ada.submit(page, page.path.split("?")[0], again=asked, **typed)


def resolving(level: str, amount: str) -> dict[str, Any]:
    return {f"{level}__resolve__amount": amount, f"{level}__resolve__unit": "wd"}


async def first(house: World, part: str) -> str:
    """The code of one of the items of a part."""
    items = (await work_of(house)).state.document[part]
    assert isinstance(items, dict)
    return str(sorted(items)[0])


async def test_a_deadline_is_changed_in_the_grid_and_taken_back(ada: Visitor, world: World) -> None:
    page = await ada.get(f"{POLICY}/deadlines")
    level = await first(world, "levels")
    wrong = await ada.submit(page, "/deadlines", **resolving(level, "0"))
    assert (wrong.status, wrong.errors) == (
        422, {f"{level}.resolve.amount": "Please give a whole number from 1 on, and its unit."},
    )  # fmt: skip
    kept = await ada.submit(
        page, "/deadlines", **resolving(level, "9") | {f"{level}__resolve__unit": "now"}
    )  # an amount beside "at once" must not vanish unseen
    assert (kept.status, list(kept.errors)) == (422, [f"{level}.resolve.amount"])
    saved = await ada.submit(wrong, "/deadlines", **resolving(level, "9"))
    assert "Saved in the draft" in saved.words
    assert "Otherwise:" in saved.words
    keys = ("levels", level, "clocks", "resolve", "period")
    work = await work_of(world)
    assert at(work.state.document, keys) == "9 wd"
    assert work.state.own.layer == {"levels": {level: {"clocks": {"resolve": {"period": "9 wd"}}}}}
    item = await ada.get(f"{PARTS}/levels/{level}")
    assert "9 working days" in item.words
    back = await again(ada, item, "inherit:clocks")
    await ada.submit(back, f"/levels/{level}")
    assert (await work_of(world)).state.own.layer == {}


async def test_a_form_saved_as_it_is_changes_nothing(ada: Visitor, world: World) -> None:
    for part in ("levels", "categories", "chains", "notices", "fields"):
        code = await first(world, part)
        saved = await ada.submit(await ada.get(f"{PARTS}/{part}/{code}"), f"/{part}/{code}")
        assert saved.status == 200, saved.words
    for part in ("calendar", "handling", "state_labels", "states_off", "survey"):
        saved = await ada.submit(await ada.get(f"{PARTS}/{part}"), f"/{part}")
        assert saved.status == 200, saved.words
    assert not (await work_of(world)).exists


async def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(ada: Visitor) -> None:
    page = await ada.get(f"{PARTS}/handling")
    wrong = await ada.submit(page, "/handling", rounds="99", currency="Yuan", reopen_within_days="21")
    assert wrong.status == 422
    assert set(wrong.errors) == {"rounds", "currency"}
    assert wrong.form("/handling").values["reopen_within_days"] == ["21"]


async def test_a_new_category_is_previewed_before_it_is_saved(ada: Visitor, world: World) -> None:
    page = await ada.get(f"{POLICY}/additions/categories")
    assert "It cannot be shown yet" in page.words
    above = await first(world, "categories")
    names = {"name__zh": "漏水", "name__en": "Water", "help__zh": "请先关阀", "help__en": "Turn the tap off"}
    shown = await again(ada, page, "preview", parent=above, **names)
    assert (shown.status, "Turn the tap off" in shown.words, "请先关阀" in shown.words) == (200, True, True)
    asked = await ada.get(f"{POLICY}/additions/fields")
    question = {"name__zh": "楼层", "name__en": "Which floor", "type": "text"}
    assert "Which floor" in (await again(ada, asked, "preview", **question)).words.split("The public form")[1]
    assert not (await work_of(world)).exists


async def test_a_row_that_comes_back_is_the_one_to_add(ada: Visitor, world: World) -> None:
    page = await ada.get(f"{POLICY}/additions/categories")
    boxes = page.words.count("Add one")
    refused = await ada.submit(page, "/additions/categories")
    assert (refused.status, refused.words.count("Add one")) == (422, boxes)
    assert "Search the policy" in refused.words


async def test_an_item_is_added_moved_and_taken_away(ada: Visitor, world: World) -> None:
    page = await ada.get(f"{POLICY}/additions/closing_reasons")
    nameless = await ada.submit(page, "/additions/closing_reasons")
    assert (nameless.status, set(nameless.errors)) == (422, {"name"})
    added = await ada.submit(
        nameless, "/additions/closing_reasons", name__zh="已和解", name__en="Settled out of court"
    )
    assert added.path.startswith(f"{PARTS}/closing_reasons/settled_out_of_court")
    moved = await ada.submit(added, "/settled_out_of_court/place", to="up")
    assert moved.status == 200
    taken = await ada.submit(moved, "/settled_out_of_court/removal")
    assert taken.status == 200
    assert "settled_out_of_court" not in taken.html


async def test_what_is_taken_away_says_what_refers_to_it_and_can_be_brought_back(
    ada: Visitor, world: World
) -> None:
    level = await first(world, "levels")
    page = await ada.get(f"{PARTS}/levels/{level}")
    assert "These refer to it" in page.words
    gone = await ada.submit(page, f"/{level}/removal")
    assert "Taken away by you" in gone.words
    assert (await ada.get(f"{PARTS}/levels/{level}")).status == 404
    back = await ada.submit(gone, f"/{level}/inheritance")
    assert back.status == 200
    assert (await work_of(world)).state.own.layer == {}


async def test_a_condition_is_made_of_rows_and_groups_without_scripts(ada: Visitor, world: World) -> None:
    reason = await first(world, "outcomes")
    page = await ada.get(f"{PARTS}/outcomes/{reason}")
    rows = await again(ada, page, "edit:when")
    chosen = await again(ada, rows, "fresh", when__0__field="case.language", when__join="any")
    assert "简体中文" in chosen.html
    grouped = await again(ada, chosen, "group:when.1", when__0__value="zh")
    empty = await ada.submit(grouped, f"/{reason}", when__1__0__field="amount", when__1__0__op="at_least")
    assert set(empty.errors) == {"when.1.0.value"}
    saved = await ada.submit(empty, f"/{reason}", when__1__0__value="5000", when__1__0__not="yes")
    assert saved.status == 200, saved.errors
    assert "when the language is “简体中文” or it is not so that" in saved.words
    assert at((await work_of(world)).state.document, ("outcomes", reason, "when")) == {
        "any": [
            {"field": "case.language", "value": "zh"},
            {"not": {"field": "amount", "op": "at_least", "value": 5000}},
        ]
    }
    assert "is at least 5,000" in saved.words


async def test_a_value_is_kept_whatever_the_template_says_later(ada: Visitor, world: World) -> None:
    page = await ada.get(f"{PARTS}/handling")
    kept = await ada.submit(page, "/handling", pin=["handling.rounds"])
    assert "kept as it is" in kept.words
    assert (await work_of(world)).state.own.pins == {("handling", "rounds")}
    let_go = await again(ada, kept, "inherit:rounds")
    await ada.submit(let_go, "/handling", pin=[])
    assert (await work_of(world)).state.own.pins == frozenset()


async def test_two_who_change_one_value_see_both(ada: Visitor, world: World) -> None:
    page = await ada.get(f"{PARTS}/handling")
    await changed(world, edit(put, ("handling", "rounds"), 4))
    await changed(world, edit(put, ("handling", "joint_from"), 7))
    met = await ada.submit(page, "/handling", rounds="3")
    assert met.status == 409
    assert "Yours: 3" in met.words
    assert "There now: 4" in met.words
    assert (await ada.submit(met, "/handling")).status == 200
    document = (await work_of(world)).state.document
    assert at(document, ("handling", "rounds")) == 3
    assert at(document, ("handling", "joint_from")) == 7  # what only the other one changed stays theirs


async def test_two_at_the_grid_keep_what_only_one_changed(ada: Visitor, world: World) -> None:
    page = await ada.get(f"{POLICY}/deadlines")
    table = (await work_of(world)).state.document["levels"]
    assert isinstance(table, dict)
    levels = sorted(table)
    one, other = (("levels", level, "clocks", "resolve", "period") for level in levels[:2])
    await changed(world, edit(put, one, "11 wd"))
    await changed(world, edit(put, other, "12 wd"))
    met = await ada.submit(page, "/deadlines", **resolving(levels[0], "13"))
    assert met.status == 409
    assert (await ada.submit(met, "/deadlines")).status == 200
    document = (await work_of(world)).state.document
    assert (at(document, one), at(document, other)) == ("13 wd", "12 wd")


def test_a_row_worked_on_here_stays_whole_though_the_other_one_took_it_away() -> None:
    row = {"rows.a.here": "yes", "rows.a.text": "old", "rows.a.rank": "1"}
    other = {"rows.b.here": "yes", "rows.b.text": "theirs"}
    assert carried(row | {"rows.a.text": "new"}, row, other) == row | {"rows.a.text": "new"} | other
    assert carried(row, row, other) == other


async def test_two_who_change_different_values_lose_nothing(ada: Visitor, world: World) -> None:
    page = await ada.get(f"{PARTS}/handling")
    await changed(world, edit(put, ("handling", "rounds"), 4))
    assert (await ada.submit(page, "/handling", joint_from="7")).status == 200
    handling = (await work_of(world)).state.document["handling"]
    assert (at({"h": handling}, ("h", "rounds")), at({"h": handling}, ("h", "joint_from"))) == (4, 7)


async def test_the_public_form_is_previewed_in_both_languages(ada: Visitor, world: World) -> None:
    category = await first(world, "categories")
    page = await ada.get(f"{PARTS}/categories/{category}")
    shown = await again(ada, page, "preview", help__zh="请先拨打电话", help__en="Call us first, please")
    for text in ("The public form, as it would look", "请先拨打电话", "Call us first, please"):
        assert text in shown.words
    assert not (await work_of(world)).exists


async def test_settings_are_found_by_words_of_either_language(ada: Visitor, enter: Enter) -> None:
    found = await ada.get(f"{POLICY}/search?q=Reopen+within")
    assert "House rules › Reopen within (days)" in found.words
    assert found.link(r"/handling\?open=reopen_within_days#reopen_within_days")
    assert "Nothing fits these words" in (await ada.get(f"{POLICY}/search?q=xyzzy")).words
    chinese = await enter("ada", language="zh")
    assert f"{PARTS}/handling" in (await chinese.get(f"{POLICY}/search?q=匿名")).html


async def test_another_organisations_draft_stays_its_own(ada: Visitor, enter: Enter, world: World) -> None:
    await ada.submit(await ada.get(f"{PARTS}/handling"), "/handling", rounds="5")
    dora = await enter("dora")
    assert (await dora.get(f"{PARTS}/handling")).form("/handling").values["rounds"] != ["5"]
    assert not (await work_of(world.other)).exists


async def test_a_long_list_is_turned_page_by_page_and_looked_through(ada: Visitor, world: World) -> None:
    kinds = {f"K{n}": {"name": {"zh": f"事项{n}", "en": f"Matter {n}"}, "rank": n} for n in range(517)}
    items = (await work_of(world)).state.document["closing_reasons"]
    assert isinstance(items, dict)
    await changed(world, edit(put, ("closing_reasons",), {**items, **kinds}))
    page = await ada.get(f"{PARTS}/closing_reasons")
    assert page.html.count("<tr>") < 70
    assert f"Page 1 of 9, {517 + len(items)} in all" in page.words
    assert "Matter 300" in (await ada.get(f"{PARTS}/closing_reasons?page=6")).words
    found = await ada.get(f"{PARTS}/closing_reasons?q=%E4%BA%8B%E9%A1%B9516")
    assert ("Matter 516" in found.words, "Matter 51 " in found.words) == (True, False)
    assert "Nothing fits these words" in (await ada.get(f"{PARTS}/closing_reasons?q=xyzzy&page=99x")).words


async def test_every_part_has_a_page(ada: Visitor) -> None:
    overview = await ada.get(PARTS)
    for address in sorted(set(re.findall(rf'href="({PARTS}/[a-z_]+)"', overview.html))):
        assert (await ada.get(address)).status == 200, address
    assert (await ada.get(f"{PARTS}/nothing")).status == 404
