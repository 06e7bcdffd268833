"""Whoever tells somebody something fills in every value that the event's text may use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from amends.complaints.closing import close, record_feedback, reopen
from amends.complaints.deciding import accept, forward, refuse
from amends.complaints.handling import Finding, agree, assign, carry_out, dispute, investigate, offer, resolve
from amends.complaints.lodging import acknowledge
from amends.complaints.recovery import send_code_again
from amends.correspondence.operations import write_from_complainant, write_to_complainant
from amends.notices import telling, texts
from amends.policy.document import Policy
from amends.policy.events import MAY_BE_MISSING, PLACEHOLDERS, Event
from amends.remedies.carrying_out import carried_out
from amends.remedies.operations import grant, remedies_of
from amends.tenancy.operations import NewTenant
from tests.looked_into import look_into, review
from tests.world import MONDAY, Organisation, World, add_organisation
from workers.clock import Firing

RAISED = {
    Event.LODGED, Event.ACKNOWLEDGED, Event.ACCEPTED, Event.REFUSED, Event.FORWARDED, Event.MESSAGE, Event.PROPOSAL,
    Event.DECISION, Event.EXECUTION, Event.CLOSED, Event.REOPENED, Event.ACCESS_CODE, Event.PROMISE_WARNING,
    Event.PROMISE_BROKEN, Event.ESCALATED, Event.ASSIGNED, Event.CASE_NEWS, Event.INVITATION,
}  # fmt: skip


class Heard(dict[Event, list[Mapping[str, str]]]):
    """The values each text was asked to be filled with."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__()
        really = texts.rendered

        def listening(
            policy: Policy, event: Event, language: str, values: Mapping[str, str], **more: Any
        ) -> Any:
            self.setdefault(event, []).append(values)
            return really(policy, event, language, values, **more)

        monkeypatch.setattr(telling, "rendered", listening)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_every_value_that_is_promised_is_there(
    world: World, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    heard = Heard(monkeypatch)
    wanted = NewTenant("lighthouse", "灯塔", "Lighthouse", "service", "Asia/Shanghai", language)
    house = await add_organisation(world.settings, wanted)  # it gave neither telephone nor address
    await turned_away(house, language)
    case = await handled(house, language)
    await neglected(world, house, language)
    number = str((await house.complaint(case)).number)
    async with house.at_desk() as desk:
        assert await send_code_again(desk, number=number, email="amina@example.com", now=MONDAY)

    assert set(heard) >= RAISED
    missing = {
        event: empty
        for event, all_values in heard.items()
        for values in all_values
        if (empty := {name for name in _promised(event) if not values.get(name, "").strip()})
    }
    assert missing == {}
    bodies = [str(row.subject) + str(row.body) for row in await house.notices()]
    assert not [body for body in bodies if "—" in body.replace("——", "")]


def _promised(event: Event) -> frozenset[str]:
    return PLACEHOLDERS[event] - MAY_BE_MISSING.get(event, frozenset())


async def turned_away(house: Organisation, language: str) -> None:
    async with house.at_desk() as desk:
        reason = next(iter(desk.policy.refusal_reasons))
    late, elsewhere = [(await house.lodge(language=language)).complaint_id for _ in range(2)]
    await house.do(refuse, late, by="ines", reason=reason, explanation="It is too long ago")
    await house.do(
        forward, elsewhere, by="ines", party="The bus company", contact="12345", reason="It runs the bus"
    )


async def handled(house: Organisation, language: str) -> UUID:
    async with house.at_desk() as desk:
        policy = desk.policy
    case = (await house.lodge(language=language, by="ines")).complaint_id
    await house.do(acknowledge, case, by="ines", how="told on the telephone")
    await review(house, case, now=MONDAY)
    await house.do(accept, case, by="ines")
    department = (await house.complaint(case)).department_id
    await house.do(assign, case, by="ines", department_id=department, assignee_id=house.actor("bram").id)
    await house.do(write_to_complainant, case, by="bram", body="I look after it.")
    await house.do(write_from_complainant, case, by="amina", body="Thank you.")
    await house.do(investigate, case, by="bram")
    await house.do(offer, case, by="bram", solution="An apology")
    await house.do(dispute, case, by="amina", reason="That is not enough")
    await look_into(house, case, now=MONDAY)
    outcome = next(iter(policy.outcomes))
    findings = {row.id: Finding(outcome, "As told") for row in await house.allegations(case)}
    await house.do(resolve, case, by="bram", findings=findings, result="You were right")
    await house.do(agree, case, by="amina")
    remedy = next(code for code, kind in policy.remedies.items() if not kind.with_amount)
    await house.do(grant, case, by="bram", code=remedy, description="", amount="")
    await house.do(carry_out, case, by="bram")
    async with house.scope():
        [given] = await remedies_of(case)
    await house.do(carried_out, case, by="bram", remedy_id=given.id)
    await house.do(record_feedback, case, by="bram", feedback="Content")
    await house.do(close, case, by="chen", reason=next(iter(policy.closing_reasons)))
    await house.do(reopen, case, by="amina", reason="It happened again")
    return case


async def neglected(world: World, house: Organisation, language: str) -> None:
    await house.lodge(language=language)
    for day in range(1, 30):
        world.move_to(MONDAY + timedelta(days=day))
        while await Firing(world.settings).fire():
            pass
