"""The review before acceptance: answered by whoever admits, and its page leads to what follows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from msgspec import structs

from amends.policy.document import AcceptanceCondition, Condition, Text
from amends.policy.parts.acceptance import Unmet
from tests.governing import govern
from tests.web.portal.conftest import Enter
from tests.world import World


def condition(en: str, rank: int, unmet: Unmet, **more: object) -> AcceptanceCondition:
    return AcceptanceCondition(name=Text(zh=en, en=en), rank=rank, unmet=unmet, **more)  # type: ignore[arg-type]


CONDITIONS = {
    "interest": condition("A direct interest", 1, Unmet.REFUSE, refusal="not_about_us"),
    "authority": condition("Within our authority", 2, Unmet.REPORT),
    "by-letter": condition(
        "Signed by hand", 3, Unmet.ASK, when=Condition(field="case.channel", value="letter")
    ),
}


async def reviewed(world: World) -> UUID:
    async with world.at_desk() as desk:
        handling = structs.replace(desk.policy.handling, acceptance_checked=True)
    await govern(world, acceptance=CONDITIONS, handling=handling)
    return (await world.lodge()).complaint_id


async def test_nothing_is_accepted_before_every_condition_is_answered(world: World, enter: Enter) -> None:
    case = await reviewed(world)
    ines = await enter("ines")
    page = await ines.get(f"/portal/cases/{case}")
    assert "not answered: 2" in page.words
    assert "Answer the acceptance conditions first: A direct interest; Within our authority." in page.words
    page = await ines.get(f"/portal/cases/{case}/acceptance")
    assert "Signed by hand" not in page.words
    nothing = await ines.submit(page, "/answers")
    assert nothing.status == 422
    why = await ines.submit(nothing, "/answers", met__interest="yes", met__authority="no")
    assert (why.status, "Please say why it is not met." in why.words) == (422, True)
    page = await ines.submit(
        why, "/answers", met__interest="yes", met__authority="no", note__authority="Above our limit"
    )
    assert page.status == 200
    assert "Report it to those above" in page.words
    page = await ines.submit(page, "/acceptance")
    assert (await world.complaint(case)).state == "ACCEPTED"
    history = [line for line in await world.history(case) if line.act == "acceptance-answered"]
    assert len(history) == 2
    page = await ines.get(f"/portal/cases/{case}/acceptance")
    assert "Above our limit" in page.words
    assert "/answers" not in page.html


async def test_what_is_not_met_leads_to_a_refusal_with_its_reason(world: World, enter: Enter) -> None:
    case = await reviewed(world)
    ines = await enter("ines")
    page = await ines.get(f"/portal/cases/{case}/acceptance")
    answers: dict[str, Any] = {
        "met.interest": "no",
        "note.interest": "A neighbour's car",
        "met.authority": "yes",
    }
    page = await ines.submit(page, "/answers", **answers)
    shown = await ines.get(f"/portal/cases/{case}")
    assert "It does not meet the conditions: A direct interest." in shown.words
    form = page.form("/refusal")
    assert (form.values["reason"], form.values["explanation"]) == (["not_about_us"], ["A neighbour's car"])
    await ines.submit(page, "/refusal")
    assert (await world.complaint(case)).state == "REFUSED"


async def test_others_read_it_and_another_organisation_finds_nothing(world: World, enter: Enter) -> None:
    case = await reviewed(world)
    otto, dora = await enter("otto"), await enter("dora")
    page = await otto.get(f"/portal/cases/{case}/acceptance")
    assert "A direct interest" in page.words
    assert "/answers" not in page.html
    assert (await dora.get(f"/portal/cases/{case}/acceptance")).status == 404
