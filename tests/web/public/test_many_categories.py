"""A policy of 517 categories in three levels: picked step by step or searched, lodged under, listed by group."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec import structs

from amends.policy.document import Category, Policy, Text
from tests.governing import govern
from tests.web.conftest import Arrive
from tests.web.portal.conftest import Enter, enter
from tests.web.wire import Wire
from tests.world import World, first_category

__all__ = ["enter"]

ROOTS, GROUPS, LEAVES = 11, 5, 451
CHOICE = "/complaints/new/fields"
CONTINUE: dict[str, Any] = {"continue": "yes"}


@pytest.fixture
async def large(world: World) -> Policy:
    async with world.at_desk() as desk:
        own = desk.policy.categories[first_category(desk.policy)]
    return await govern(world, categories=tree(own), common_fields={}, grading={}, routing={})


def tree(own: Category) -> dict[str, Category]:
    """11 kinds, 55 groups, 451 categories; level and department stand at the top alone."""
    plain = structs.replace(own, fields={}, clocks={}, parent="")
    empty = structs.replace(plain, level="", department="", letter="")
    found = {
        f"K{k}": structs.replace(plain, name=text(f"种类{k}", f"Kind {k}"), rank=k) for k in range(ROOTS)
    }
    for k in range(ROOTS):
        for g in range(GROUPS):
            name = text(f"分组{k}-{g}", f"Group {k}-{g}")
            found[f"K{k}G{g}"] = structs.replace(empty, name=name, rank=g, parent=f"K{k}")
    for number in range(LEAVES):
        above = f"K{number % ROOTS}G{number // ROOTS % GROUPS}"
        name = text(f"事项{number}", f"Matter {number}")
        found[f"{above}M{number}"] = structs.replace(empty, name=name, rank=number, parent=above)
    assert len(found) == 517
    return found


def text(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


async def test_a_category_is_picked_step_by_step_without_scripts(
    world: World, arrive: Arrive, large: Policy
) -> None:
    amina = arrive()
    page = await amina.get("/complaints/new")
    assert ("Kind 10" in page.words, "Group" in page.words) == (True, False)
    page = await amina.submit(page, "/complaints", category_1="K3", subject="It leaks", **CONTINUE)
    assert ("Group 3-4" in page.words, "Matter" in page.words, "Group 4-" in page.words) == (
        True,
        False,
        False,
    )
    half = await amina.submit(page, "/complaints", category_2="K3G1", narrative="Since Friday.")
    assert (half.status, list(half.errors)) == (422, ["category"])
    sent = await amina.submit(half, "/complaints", category_3="K3G1M14")
    assert sent.path == "/complaints/lodged"
    [row] = await world.complaints()
    assert (row.category, row.level, row.subject) == ("K3G1M14", large.categories["K3"].level, "It leaks")


async def test_what_was_picked_above_changed_leaves_nothing_below(arrive: Arrive, large: Policy) -> None:
    amina = arrive()
    page = await amina.get("/complaints/new?category=K3G1M14")
    part = await amina.submit(page, "/complaints", category_1="K5", **CONTINUE)
    steps = part.form("/complaints").values
    assert (steps["category_1"], steps["category_2"], "category_3" in steps) == (["K5"], [""], False)


async def test_a_search_finds_it_in_either_language(arrive: Arrive, large: Policy) -> None:
    amina = arrive()
    found = await amina.get(f"{CHOICE}/found?category_search=matter+47")
    assert "Kind 3 › Group 3-4 › Matter 47" in found.words
    assert (
        "Kind 3 › Group 3-4 › Matter 47" in (await amina.get(f"{CHOICE}/found?category_search=事项47")).words
    )
    assert "Nothing found." in (await amina.get(f"{CHOICE}/found?category_search=zebra")).words
    page = await amina.get("/complaints/new")
    listed = await amina.submit(page, "/complaints", category_search="matter 47", **CONTINUE)
    picked = await amina.submit(listed, "/complaints", category_found="K3G4M47", **CONTINUE)
    assert picked.form("/complaints").values["category_3"] == ["K3G4M47"]


async def test_the_next_step_comes_with_the_questions(arrive: Arrive, large: Policy) -> None:
    amina = arrive()
    page = await amina.get("/complaints/new")
    values = {**page.form("/complaints").values, "category_1": ["K3"]}
    part = await amina.send(CHOICE, values)
    assert (part.html.count('id="category-fields"'), part.html.count('hx-swap-oob="true"')) == (1, 1)
    assert "Group 3-0" in part.words


@pytest.mark.parametrize("path", ["/complaints/new", "/complaints/new?category=K3G1M14"])
async def test_the_form_stays_light(arrive: Arrive, large: Policy, path: str) -> None:
    wire = Wire(arrive(language="zh"))
    assert await wire.weigh(path) <= 100_000
    assert await wire.weigh(path) <= 20_000


async def test_the_queue_is_narrowed_down_to_a_group_with_all_below_it(
    world: World, enter: Enter, large: Policy
) -> None:
    for subject, code in (("A leak", "K3G1M14"), ("A crack", "K3G2M25"), ("A bill", "K5G1M16")):
        await world.lodge(category=code, subject=subject)
    bram = await enter("bram")
    all_of_it = await bram.get("/portal")
    assert all(words in all_of_it.words for words in ("A leak", "A crack", "A bill"))
    kind = await bram.get("/portal?category=K3&narrow=yes")
    assert ("A leak" in kind.words, "A crack" in kind.words, "A bill" in kind.words) == (True, True, False)
    assert kind.form("/portal").values["category"] == ["K3"]
    group = await bram.get("/portal?category=K3G2")
    assert ("A leak" in group.words, "A crack" in group.words) == (False, True)
    assert "Nothing found" in (await bram.get("/portal?category=K3G0")).words
