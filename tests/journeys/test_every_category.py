"""One complaint of every category of every industry, lodged on the public page, against what was written by hand."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from amends.database.scope import fetch_one
from amends.policy.categories import effective
from amends.policy.chains import steps_on
from amends.policy.document import AskedOf, FieldType, Policy, Stage, Trigger
from amends.tenancy.operations import NewTenant
from tenants.templates import pickable_templates
from tests.journeys.industries import ARRIVES, INDUSTRIES, Owed, moment
from tests.web.conftest import Arrive
from tests.web.conftest import app as app
from tests.web.conftest import arrive as arrive
from tests.web.visitor import Visitor
from tests.world import Organisation, World, add_organisation

TYPED = {
    FieldType.TEXT: "As far as I know",
    FieldType.LONG_TEXT: "As far as I know",
    FieldType.NUMBER: "1",
    FieldType.AMOUNT: "120",
    FieldType.DATE: "2026-04-28",
    FieldType.TIME: "14:30",
}


def test_every_industry_and_every_category_is_written_down() -> None:
    found = {code: set(template.policy.categories) for code, template in pickable_templates().items()}
    assert found == {code: set(owed) for code, owed in INDUSTRIES.items()}


@pytest.mark.parametrize("code", INDUSTRIES)
async def test_what_is_owed_for_a_complaint_of_every_category(
    code: str, world: World, arrive: Arrive
) -> None:
    house = await add_organisation(world.settings, _tenant(code))
    world.move_to(ARRIVES)
    amina = arrive(host=house.host)
    for category, owed in INDUSTRIES[code].items():
        await _hold(house, amina, category, owed)


async def _hold(house: Organisation, amina: Visitor, category: str, owed: Owed) -> None:
    async with house.at_desk() as desk:
        policy = desk.policy
    assert _asked(policy, category) == owed.asked, category
    page = await amina.get(f"/complaints/new?category={category}")
    answers = {
        name: owed.answers.get(name, TYPED.get(policy.fields[name].type, ""))
        for name in {*owed.asked, *owed.answers}
    }
    stops = ",".join(
        f"{name}={answers[name]}" for name in answers if answers[name] in policy.fields[name].stops
    )
    words: dict[str, Any] = {"subject": f"About {category}", "narrative": "It went wrong.", "name": "Amina"}
    typed: dict[str, Any] = {f"answers__{name}": value for name, value in answers.items()}
    sent = await amina.submit(
        page, "/complaints", **words, **typed, email="amina@example.com", stops_read=stops
    )
    if sent.path == "/complaints":  # an answer leads to a question that was not on the form before
        sent = await amina.submit(sent, "/complaints", **typed, stops_read=stops)
    assert sent.path == "/complaints/lodged", (category, sent.errors)
    row = (await house.complaints())[-1]
    assert (row.category, row.level) == (category, owed.level)
    assert await _department(house, row.department_id) == owed.department, category
    due = {kind: promise.due_at for kind, promise in (await house.promises(row.id)).items()}
    assert _told(due) == _told({kind: moment(at) for kind, at in owed.due.items()}), category
    facts = {**answers, "case.category": category, "case.level": owed.level}
    [(_, first)] = steps_on(policy, Trigger.BREACH, facts, clock="respond")
    assert first.role == owed.first, category


def _asked(policy: Policy, category: str) -> frozenset[str]:
    """What the public form demands whatever is answered."""
    uses = {**policy.common_fields, **effective(policy, category).fields}
    return frozenset(
        name
        for name, use in uses.items()
        if use.required
        and use.stage is Stage.LODGING
        and use.asked_of is AskedOf.EVERYONE
        and use.required_when is None
        and use.shown_when is None
    )


def _told(due: dict[str, datetime]) -> dict[str, str]:
    return {kind: f"{at.astimezone(ARRIVES.tzinfo):%m-%d %H:%M}" for kind, at in sorted(due.items())}


async def _department(house: Organisation, department_id: object) -> str:
    async with house.scope():
        row = await fetch_one("SELECT code FROM department WHERE id = $1", department_id)
    assert row is not None
    return str(row["code"])


def _tenant(code: str) -> NewTenant:
    return NewTenant(
        slug=f"{code}-house",
        name_zh="某机构",
        name_en=f"House of {code}",
        template=code,
        time_zone="Asia/Shanghai",
        language="zh",
        live=True,
    )
