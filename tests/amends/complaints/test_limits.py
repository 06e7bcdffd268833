"""Every text has a limit, money is never guessed, and dates of arrival are plausible."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from amends.complaints import closing, deciding, handling, lodging
from amends.complaints.handling import Finding
from amends.errors import Invalid
from amends.remedies.operations import grant, remedies_of
from amends.remedies.wording import words
from tests.amends.complaints.cases import decided, investigated
from tests.world import MONDAY, World

Operation = Callable[..., Awaitable[None]]
TOO_LONG = "This text is too long."
LINE, PARAGRAPH, TEXT = "x" * 201, "x" * 2_001, "x" * 20_001


async def test_no_text_about_a_case_is_cut_or_kept_without_end(world: World) -> None:
    case = await investigated(world)
    row = (await world.allegations(case))[0]
    tried: list[tuple[Operation, str, dict[str, Any], set[str]]] = [
        (lodging.acknowledge, "ines", {"how": LINE}, {"how"}),
        (deciding.refuse, "ines", {"reason": "none", "explanation": TEXT}, {"explanation"}),
        (
            deciding.forward,
            "ines",
            {"party": LINE, "contact": LINE, "reason": TEXT},
            {"party", "contact", "explanation"},
        ),
        (handling.add_allegation, "bram", {"content": PARAGRAPH}, {"content"}),
        (handling.offer, "bram", {"solution": TEXT}, {"solution"}),
        (
            handling.resolve,
            "bram",
            {"result": TEXT, "findings": {row.id: Finding("upheld", TEXT)}},
            {"result", f"ground.{row.id}"},
        ),
        (handling.declare_deadlock, "bram", {"reason": TEXT}, {"reason"}),
        (handling.refer, "bram", {"body": LINE, "reference": LINE}, {"body", "reference"}),
        (handling.dispute, "amina", {"reason": TEXT}, {"reason"}),
        (closing.record_feedback, "bram", {"feedback": TEXT}, {"feedback"}),
        (closing.reopen, "amina", {"reason": TEXT}, {"reason"}),
        (closing.withdraw, "amina", {"reason": TEXT}, {"reason"}),
        (grant, "bram", {"code": "RM-APOLOGY", "description": PARAGRAPH, "amount": ""}, {"description"}),
    ]
    before = await world.acts(case)
    for operation, by, given, fields in tried:
        with pytest.raises(Invalid) as wrong:
            await world.do(operation, case, by=by, **given)
        assert {name for name, why in wrong.value.fields.items() if why == TOO_LONG} == fields, operation
    assert await world.acts(case) == before


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("360", "360.00"), (" 1,234,567.5 ", "1234567.50"), ("0.01", "0.01"), ("３６０．５０", "360.50")],
)
async def test_an_amount_is_kept_as_typed(world: World, typed: str, kept: str) -> None:
    case = await decided(world)
    await world.do(grant, case, by="bram", code="RM-REFUND", description="", amount=typed)
    async with world.scope():
        [remedy] = await remedies_of(case)
    assert remedy.amount == Decimal(kept)


async def test_what_is_no_amount_is_asked_again(world: World) -> None:
    case = await decided(world)
    for typed in ("0", "0.001", "5.555", "1,2,3", "1_000", "1e3", "12,34", "+5", ".5", "5.", "٣٦٠", "¥5"):
        with pytest.raises(Invalid) as wrong:
            await world.do(grant, case, by="bram", code="RM-REFUND", description="", amount=typed)
        assert wrong.value.fields == {"amount": "Please give an amount such as 120.00."}, typed


async def test_a_remedy_without_money_takes_no_amount(world: World) -> None:
    case = await decided(world)
    with pytest.raises(Invalid) as wrong:
        await world.do(grant, case, by="bram", code="RM-APOLOGY", description="", amount="10")
    assert wrong.value.fields == {"amount": "This remedy takes no amount."}


async def test_letters_name_money_as_their_language_does(world: World) -> None:
    case = await decided(world)
    await world.do(grant, case, by="bram", code="RM-REFUND", description="", amount="360")
    async with world.at_desk() as desk:
        rows = await remedies_of(case)
        assert words(desk.policy, rows, "zh").endswith(" 360.00元")
        assert words(desk.policy, rows, "en").endswith(" CNY 360.00")


async def test_names_and_subjects_stay_inside_their_fields(world: World) -> None:
    lodged = await world.lodge(subject="Refund \u202e005", name="\u2067Amina", phone="\u200e400-1")
    row = await world.complaint(lodged.complaint_id)
    assert (row.subject, row.complainant_name, row.complainant_phone) == ("Refund 005", "Amina", "400-1")
    with pytest.raises(Invalid) as wrong:
        await world.lodge(subject="\u200b")
    assert wrong.value.fields == {"subject": "Please fill this in."}


@pytest.mark.parametrize(
    "moment",
    [datetime(1, 1, 1, tzinfo=MONDAY.tzinfo), datetime(1, 1, 1, tzinfo=UTC), MONDAY - timedelta(days=3700)],
)
async def test_nothing_arrived_before_the_last_ten_years(world: World, moment: datetime) -> None:
    with pytest.raises(Invalid) as wrong:
        await world.lodge(received_at=moment)
    assert wrong.value.fields == {"received_at": "Please give a date within the last ten years."}
