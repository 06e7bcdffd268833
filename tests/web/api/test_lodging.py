"""Connected systems lodge complaints: once, however often they send; every mistake is named."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

import pytest

from amends.people import rates
from tests.web.api.conftest import System
from tests.world import MONDAY, World


async def test_a_complaint_gets_number_code_and_promises(world: World, system: System) -> None:
    answer = await system.lodge()
    assert answer.status_code == 201
    told = answer.json()
    [row] = await world.complaints()
    assert (row.number, row.channel, row.language) == (told["number"], "api", "zh")
    promises = await world.promises(row.id)
    due = {promise["kind"]: datetime.fromisoformat(promise["due_at"]) for promise in told["promises"]}
    assert due == {kind: promise.due_at for kind, promise in promises.items()}
    assert told["tracking_url"] == f"http://harbour.localhost:8000/track?number={row.number}"
    opened = await system.track(told["number"], told["access_code"])
    assert opened.status_code == 200


async def test_sending_it_again_gets_the_same_answer(world: World, system: System) -> None:
    answers = [await system.lodge() for _ in range(3)]
    assert len({answer.text for answer in answers}) == 1
    assert len(await world.complaints()) == 1
    assert (await system.lodge(key="order-101-complaint")).json() != answers[0].json()


async def test_sent_twice_at_once_it_is_one_complaint(world: World, system: System) -> None:
    first, second = await asyncio.gather(system.lodge(), system.lodge())
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert len(await world.complaints()) == 1


async def test_a_key_opens_nothing_to_whoever_guesses_it(world: World, system: System) -> None:
    lodged = (await system.lodge()).json()
    guess = await system.lodge(subject="Something else")
    assert guess.status_code == 422
    assert guess.json()["type"] == "urn:amends:idempotency-key-reused"
    assert lodged["access_code"] not in guess.text


@pytest.mark.parametrize("key", ["", "short", "spaces in between", "x" * 81])
async def test_without_a_usable_key_nothing_is_lodged(world: World, system: System, key: str) -> None:
    answer = await system.lodge(key=key)
    assert answer.status_code == 400
    assert answer.json()["type"] == "urn:amends:idempotency-key-missing"
    assert await world.complaints() == []


async def test_every_wrong_field_is_named(world: World, system: System) -> None:
    answer = await system.lodge(subject=" ", email="amina", category="none")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == 422
    assert {error["field"] for error in problem["errors"]} == {"subject", "email", "category"}
    assert await world.complaints() == []


async def test_after_a_refusal_the_same_key_may_be_used(system: System) -> None:
    assert (await system.lodge(subject="")).status_code == 422
    assert (await system.lodge()).status_code == 201


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"colour": "red"}, "colour"), ({"subject": 7}, "subject"), ({"language": "fr"}, "language")],
)
async def test_what_does_not_fit_is_named(system: System, changes: dict[str, Any], field: str) -> None:
    answer = await system.lodge(**changes)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


@pytest.mark.parametrize("body", [b"", b"{", b'{"subject": "\xff"}', b"<complaint/>"])
async def test_what_is_not_json_is_a_problem(system: System, body: bytes) -> None:
    headers = {"idempotency-key": "order-100-complaint", "content-type": "application/json"}
    answer = await system.http.post("/api/v1/complaints", content=body, headers=headers)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:amends:bad-request"


async def test_what_is_not_there_is_a_problem_too(system: System) -> None:
    answer = await system.http.get("/api/v1/nothing")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


async def test_there_is_a_limit(world: World, system: System) -> None:
    for _ in range(rates.LODGING.tries):
        await rates.count_try(rates.LODGING, "127.0.0.1", tenant_id=world.id, now=MONDAY)
    answer = await system.lodge()
    assert answer.status_code == 429
    assert answer.json()["type"] == "urn:amends:too-often"


@pytest.mark.parametrize("field", ["subject", "narrative", "demand", "name", "answers.x"])
async def test_control_characters_are_refused_by_name(world: World, system: System, field: str) -> None:
    first, _, code = field.partition(".")
    given: dict[str, Any] = {first: {code: "a\x00b"} if code else "a\x00b"}
    answer = await system.lodge(**given)
    assert answer.status_code == 422
    assert field in answer.text
    assert await world.complaints() == []
