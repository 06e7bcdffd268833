"""Connected systems follow a complaint by its number and code."""

from __future__ import annotations

from datetime import timedelta

from amends.complaints.deciding import accept
from amends.complaints.handling import investigate, offer
from tests.web.api.conftest import System
from tests.world import MONDAY, World


async def test_state_promises_and_result_are_told(world: World, system: System) -> None:
    told = (await system.lodge()).json()
    [row] = await world.complaints()
    await world.do(accept, row.id, by="ines")
    await world.do(investigate, row.id, by="bram")
    await world.do(offer, row.id, by="bram", solution="We come on Tuesday.")
    world.move_to(MONDAY + timedelta(days=30))
    answer = (await system.track(told["number"].lower(), told["access_code"].lower())).json()
    assert answer["number"] == row.number
    assert answer["state"] == "SOLUTION"
    assert answer["result"] == "We come on Tuesday."
    states = {promise["kind"]: promise["state"] for promise in answer["promises"]}
    usual = {kind: states[kind] for kind in ("acknowledge", "respond", "resolve")}
    assert usual == {"acknowledge": "met", "respond": "met", "resolve": "broken_running"}


async def test_a_wrong_number_and_a_wrong_code_get_the_same_answer(system: System) -> None:
    told = (await system.lodge()).json()
    wrong_code = await system.track(told["number"], "00000-00000")
    wrong_number = await system.track("NONE-1", told["access_code"])
    assert wrong_code.status_code == wrong_number.status_code == 404
    problems = [answer.json() | {"instance": ""} for answer in (wrong_code, wrong_number)]
    assert problems[0] == problems[1]


async def test_another_organisation_knows_nothing_of_it(world: World, system: System) -> None:
    told = (await system.lodge()).json()
    system.http.base_url = system.http.base_url.copy_with(host=world.other.host)
    assert (await system.track(told["number"], told["access_code"])).status_code == 404
