"""Amina is asked what her answers lead to, and told at once what it is better to do first."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec import structs

from amends.policy.document import AskedOf, Condition, Field, FieldType, FieldUse, Handling, Text
from tests.governing import govern
from tests.web.conftest import Arrive
from tests.world import World, first_category

CALL_US = Text(zh="请立即致电我们。", en="Call us at once.")
HURT = Field(
    name=Text(zh="是否有人受伤", en="Was anybody hurt?"), type=FieldType.YES_NO, stops={"yes": CALL_US}
)
HOW = Field(name=Text(zh="如何受伤", en="How were they hurt?"))
PRESS = Field(name=Text(zh="媒体", en="Do the media know?"), type=FieldType.YES_NO)
FIELDS = {"hurt": HURT, "how": HOW, "press": PRESS}
USES = {
    "hurt": FieldUse(rank=1),
    "how": FieldUse(rank=2, shown_when=Condition(field="hurt", value="yes")),
    "press": FieldUse(rank=3, asked_of=AskedOf.STAFF, required=False),
}
WORDS: dict[str, Any] = {"subject": "The floor was wet", "narrative": "Nobody had put up a sign."}


@pytest.fixture
async def category(world: World) -> str:
    """One that asks just these questions."""
    return await asking(world, USES)


async def asking(world: World, uses: dict[str, FieldUse]) -> str:
    async with world.at_desk() as desk:
        policy, code = desk.policy, first_category(desk.policy)
    categories = {**policy.categories, code: structs.replace(policy.categories[code], fields=uses)}
    await govern(world, fields={**policy.fields, **FIELDS}, common_fields={}, categories=categories)
    return code


async def test_without_scripts_the_form_comes_back_with_what_the_answers_lead_to(
    world: World, arrive: Arrive, category: str
) -> None:
    amina = arrive()
    page = await amina.get(f"/complaints/new?category={category}")
    assert ("Was anybody hurt?" in page.words, "How were" in page.words, "media" in page.words) == (
        True,
        False,
        False,
    )
    back = await amina.submit(page, "/complaints", **WORDS, answers__hurt="yes")
    assert (back.status, back.errors) == (422, {"answers.how": "Please fill this in."})
    assert back.form("/complaints").values["narrative"] == [WORDS["narrative"]]
    stopped = await amina.submit(back, "/complaints", answers__how="They slipped")
    assert "Call us at once." in stopped.words.partition("What it is about")[0]
    assert await world.complaints() == []
    sent = await amina.submit(stopped, "/complaints", stops_read="hurt=yes")
    assert sent.path == "/complaints/lodged"


async def test_a_question_that_may_stay_empty_is_shown_before_the_form_is_taken(
    world: World, arrive: Arrive, category: str
) -> None:
    await asking(world, {**USES, "how": structs.replace(USES["how"], required=False)})
    amina = arrive()
    page = await amina.get(f"/complaints/new?category={category}")
    back = await amina.submit(page, "/complaints", **WORDS, answers__hurt="yes", stops_read="hurt=yes")
    assert (back.status, "leads to further questions" in back.words) == (422, True)
    assert (await amina.submit(back, "/complaints", stops_read="hurt=yes")).path == "/complaints/lodged"


async def test_an_answer_taken_back_takes_its_questions_and_the_stop_with_it(
    world: World, arrive: Arrive, category: str
) -> None:
    amina = arrive()
    page = await amina.get(f"/complaints/new?category={category}")
    back = await amina.submit(page, "/complaints", **WORDS, answers__hurt="yes", answers__how="They slipped")
    sent = await amina.submit(back, "/complaints", answers__hurt="no")
    assert sent.path == "/complaints/lodged"
    [row] = await world.complaints()
    assert '"hurt":"no"' in str(row.answers).replace(" ", "")
    assert "slipped" not in str(row.answers)


async def test_the_part_with_the_questions_comes_as_the_answers_make_it(
    arrive: Arrive, category: str
) -> None:
    amina = arrive(language="zh-CN")
    page = await amina.get(f"/complaints/new?category={category}")
    values = {**page.form("/complaints").values, "answers.hurt": ["yes"], "answers.how": ["滑倒"]}
    part = await amina.send("/complaints/new/fields", values)
    assert (part.status, "<html" in part.html) == (200, False)
    assert ("如何受伤" in part.words, 'value="滑倒"' in part.html) == (True, True)
    assert "请立即致电我们。" in part.words  # hidden by the style sheet until its answer is picked


async def test_the_api_takes_it_and_tells_what_to_read(world: World, arrive: Arrive, category: str) -> None:
    system = arrive()
    answer = await system.http.post(
        "/api/v1/complaints",
        json={**WORDS, "category": category, "language": "zh", "answers": {"hurt": "yes", "how": "Slipped"}},
        headers={"idempotency-key": "order-101-complaint"},
    )
    assert answer.status_code == 201
    assert answer.json()["stops"] == [{"field": "hurt", "answer": "yes", "text": CALL_US.zh}]


async def test_where_nobody_may_stay_unnamed_the_form_says_so(
    world: World, arrive: Arrive, category: str
) -> None:
    await govern(world, handling=Handling(anonymous=False))
    amina = arrive()
    page = await amina.get(f"/complaints/new?category={category}")
    assert "We need your name" in page.words
    back = await amina.submit(page, "/complaints", **WORDS, answers__hurt="no")
    assert set(back.errors) == {"name", "email"}
    sent = await amina.submit(back, "/complaints", name="Amina", phone="400-1")
    assert sent.path == "/complaints/lodged"
