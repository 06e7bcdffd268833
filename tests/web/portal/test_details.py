"""What staff are asked beside complainants: at intake, while the case goes on, and who reads the answers."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from msgspec import structs

from amends.complaints.completing import complete
from amends.complaints.deciding import accept
from amends.complaints.handling import investigate
from amends.policy.document import (
    AskedOf,
    Checklist,
    ChecklistLine,
    Choice,
    Condition,
    Field,
    FieldType,
    FieldUse,
    Guard,
    Route,
    Stage,
    Text,
)
from tests.governing import govern
from tests.web.filling import needed_answers
from tests.web.portal.conftest import Enter
from tests.world import World, first_category


def text(words: str) -> Text:
    return Text(zh=f"中文{words}", en=words)


FIELDS = {
    "hurt": Field(name=text("Hurt"), type=FieldType.YES_NO, visible_to=("supervisor",)),
    "press": Field(name=text("Press"), type=FieldType.YES_NO),
    "cause": Field(name=text("Cause")),
    "part": Field(name=text("Part")),
}
USES = {
    "hurt": FieldUse(rank=1),
    "press": FieldUse(rank=2, asked_of=AskedOf.STAFF, required=False),
    "cause": FieldUse(rank=3, stage=Stage.DECISION),
    "part": FieldUse(rank=4, stage=Stage.DECISION, shown_when=Condition(field="cause", value="wear")),
}


@pytest.fixture
async def category(world: World) -> str:
    async with world.at_desk() as desk:
        policy, code = desk.policy, first_category(desk.policy)
    categories = {**policy.categories, code: structs.replace(policy.categories[code], fields=USES)}
    other = next(each for each in policy.departments if each != policy.categories[code].department)
    hurt = Route(
        rank=1, when=Condition(field="hurt", value="yes"), department=other, reason=text("Somebody is hurt")
    )
    await govern(
        world,
        fields={**policy.fields, **FIELDS},
        common_fields={},
        categories=categories,
        guards={},
        routing={"r": hurt},
    )
    return code


async def lodged(world: World, category: str, **answers: str) -> UUID:
    return (await world.lodge(category=category, answers=answers)).complaint_id


async def test_only_staff_are_asked_what_is_theirs(world: World, enter: Enter, category: str) -> None:
    ines = await enter("ines")
    form = await ines.get(f"/portal/intake?category={category}")
    public = await ines.get(f"/complaints/new?category={category}")
    assert ("answers.press" in form.html, "answers.press" in public.html) == (True, False)
    needed = {name.replace(".", "__"): answer for name, answer in needed_answers(form).items()}
    words = {"subject": "A fall", "narrative": "On the stairs.", "answers__press": "yes", **needed}
    await ines.submit(form, "/portal/intake", **words)
    [row] = await world.complaints()
    assert '"press":"yes"' in str(row.answers).replace(" ", "")


async def test_an_answer_is_shown_to_the_roles_it_is_for(world: World, enter: Enter, category: str) -> None:
    case = await lodged(world, category, hurt="no")
    bram = await (await enter("bram")).get(f"/portal/cases/{case}")
    chen = await (await enter("chen")).get(f"/portal/cases/{case}")
    assert "Hurt not shown to you" in bram.words
    assert "Hurt No" in chen.words


async def test_a_rule_sends_it_elsewhere_and_the_page_says_why(
    world: World, enter: Enter, category: str
) -> None:
    case = await lodged(world, category, hurt="yes")
    chen = await (await enter("chen")).get(f"/portal/cases/{case}")
    assert chen.words.count("Somebody is hurt") == 2  # among the facts and in the history
    zh = await (await enter("chen", language="zh")).get(f"/portal/cases/{case}")
    assert "中文Somebody is hurt" in zh.words


async def test_a_decision_waits_for_its_details(world: World, enter: Enter, category: str) -> None:
    case = await lodged(world, category, hurt="no")
    await world.do(accept, case, by="ines")
    await world.do(investigate, case, by="bram")
    bram = await enter("bram")
    page = await bram.get(f"/portal/cases/{case}")
    assert ("/decision" in page.html, "Complete the details first: Cause." in page.words) == (False, True)
    assert ('<a href="#details-form">' in page.html, 'id="details-form"' in page.html) == (True, True)
    refused = await bram.submit(page, "/details", answers__press="perhaps")
    assert (refused.status, refused.errors) == (
        422,
        {"details-answers.press": "Please choose one of the answers."},
    )
    more = await bram.submit(page, "/details", answers__cause="wear")
    assert "Complete the details first: Part." in more.words
    done = await bram.submit(more, "/details", answers__part="Step 3")
    assert ("/decision" in done.html, "Complete the details first" in done.words) == (True, False)
    assert "Details completed" in done.words
    back = await bram.submit(done, "/details", answers__cause="misuse")
    assert ("/decision" in back.html, "Step 3" in back.words) == (True, False)
    assert "hurt" in str((await world.complaint(case)).answers)


async def test_all_that_is_missing_is_named_each_with_the_way_to_it(
    world: World, enter: Enter, category: str
) -> None:
    line = ChecklistLine(name=text("Looked at the place"))
    places = Checklist(
        name=text("Places"), when=Condition(field="hurt", value="no"), before="decide", lines={"place": line}
    )
    guard = Guard(
        move="decide",
        when=Condition(field="hurt", value="no"),
        needs=Condition(field="press", value="no"),
        hint=text("The press first"),
    )
    async with world.at_desk() as desk:
        lists = {**desk.policy.checklists, "places": places}
    await govern(world, checklists=lists, guards={"press": guard})
    case = await lodged(world, category, hurt="no")
    await world.do(accept, case, by="ines")
    await world.do(investigate, case, by="bram")
    page = await (await enter("bram")).get(f"/portal/cases/{case}")
    waits = page.html.partition('id="waiting"')[2].partition("</ul>")[0]
    assert re.findall(r'<a href="([^"]+)">([^<]+)</a>', waits)[-3:] == [
        ("#details-form", "Complete the details first: Cause."),
        (
            f"/portal/cases/{case}/investigation",
            "Finish the checklist “Places” first. Still open: “Looked at the place”.",
        ),
        ("#details-form", "The press first"),
    ]


async def test_the_hint_speaks_the_readers_language(world: World, enter: Enter, category: str) -> None:
    case = await lodged(world, category, hurt="no")
    await world.do(accept, case, by="ines")
    await world.do(investigate, case, by="bram")
    page = await (await enter("bram", language="zh")).get(f"/portal/cases/{case}")
    assert "请先在“待补充的信息”中填写：中文Cause。" in page.words


async def test_staff_complete_only_what_they_may_read(world: World, category: str) -> None:
    case = await lodged(world, category, hurt="no")
    await world.do(complete, case, by="bram", answers={"hurt": "yes", "press": "yes", "other": "x"})
    answers = str((await world.complaint(case)).answers).replace(" ", "")
    assert ('"hurt":"no"' in answers, '"press":"yes"' in answers, "other" in answers) == (True, True, False)
    assert (await world.acts(case))[-1] == "details"


async def test_what_follows_from_details_says_from_which_and_is_corrected_with_a_reason(
    world: World, enter: Enter
) -> None:
    levels = {code: Choice(zh=code, en=code.title(), rank=rank) for rank, code in enumerate(("low", "high"))}
    choice = Field(name=text("Liability"), type=FieldType.CHOICE, choices=levels)
    reputation = structs.replace(choice, name=text("Reputation"))
    risk = structs.replace(choice, name=text("Risk"), highest_of=("liability", "reputation"))
    async with world.at_desk() as desk:
        policy, code = desk.policy, first_category(desk.policy)
    use = FieldUse(required=False, asked_of=AskedOf.STAFF)
    await govern(
        world,
        fields={**policy.fields, "liability": choice, "reputation": reputation, "risk": risk},
        common_fields={"liability": use, "reputation": use, "risk": use},
        categories={**policy.categories, code: structs.replace(policy.categories[code], fields={})},
        guards={
            "risk": Guard(
                move="accept",
                when=Condition(field="case.channel", value="web"),
                needs=Condition(field="risk", value="low"),
                hint=text("Too risky"),
            )
        },
    )
    case = (await world.lodge(answers={"risk": "low"})).complaint_id
    assert "risk" not in str((await world.complaint(case)).answers), "nobody says it by themselves"
    ines = await enter("ines")
    page = await ines.get(f"/portal/cases/{case}")
    answers: dict[str, Any] = {"answers.liability": "high", "answers.reputation": "low"}
    page = await ines.submit(page, "/details", **answers)
    assert "High, because of: Liability" in page.words
    assert "Too risky" in page.words
    empty = await ines.submit(page, "/correction", answer="low", reason=" ")
    assert (empty.status, empty.form("/correction").values["answer"]) == (422, ["low"])
    page = await ines.submit(empty, "/correction", answer="low", reason="Our insurer bears it")
    assert ("Low, corrected by staff" in page.words, "Too risky" in page.words) == (True, False)
    assert "Our insurer bears it" in page.words
    answers = {"answers.reputation": "high"}
    page = await ines.submit(page, "/details", **answers)
    assert "High, because of: Liability, Reputation" in page.words
    assert "Too risky" in page.words
