"""Every act on a case, from the page that offers it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from amends.complaints.closing import close, record_feedback, withdraw
from amends.complaints.deciding import accept
from amends.complaints.handling import Finding, dispute, investigate, offer, resolve
from amends.remedies.operations import grant
from amends.tenancy.operations import NewTenant
from tests.web.portal.conftest import Enter
from tests.world import World, add_organisation


async def begun(world: World, *, to: str = "INVESTIGATING") -> UUID:
    """Amina's complaint, handled as far as the state says."""
    case = (await world.lodge()).complaint_id
    steps: dict[str, tuple[Any, str, dict[str, Any]]] = {
        "REVIEW": (None, "", {}),
        "ACCEPTED": (accept, "ines", {}),
        "INVESTIGATING": (investigate, "bram", {}),
        "SOLUTION": (offer, "bram", {"solution": "A new appointment"}),
        "DECIDED": (resolve, "bram", {"result": "You were right."}),
        "FEEDBACK": (record_feedback, "bram", {"feedback": "Content"}),
        "CLOSED": (close, "chen", {"reason": "agreed"}),
    }
    for state, (operation, by, given) in steps.items():
        if operation is resolve:
            found = await world.allegations(case)
            given["findings"] = {each.id: Finding("upheld", "Seen") for each in found}
        if operation is not None:
            await world.do(operation, case, by=by, **given)
        if state == to:
            break
    return case


@pytest.mark.parametrize(
    ("state", "act", "by", "typed", "told", "reached"),
    [
        (
            "REVIEW",
            "refusal",
            "ines",
            {"reason": "employment", "explanation": "Ask the court."},
            "refused",
            "REFUSED",
        ),
        (
            "REVIEW",
            "forwarding",
            "ines",
            {"party": "City bus", "contact": "12345", "explanation": "Theirs."},
            "forwarded",
            "FORWARDED",
        ),
        ("INVESTIGATING", "offer", "bram", {"solution": "A new appointment"}, "proposal", "SOLUTION"),
        ("SOLUTION", "deadlock", "bram", {"reason": "We differ."}, "message", "DEADLOCK"),
        ("INVESTIGATING", "withdrawal", "bram", {"reason": "Settled by telephone"}, "case_news", "WITHDRAWN"),
        ("DECIDED", "feedback", "bram", {"feedback": "Content"}, "", "FEEDBACK"),
        ("FEEDBACK", "closure", "bram", {"reason": "agreed"}, "closed", "CLOSED"),
        ("CLOSED", "reopening", "chen", {"reason": "It happened again"}, "reopened", "REOPENED"),
    ],
)
async def test_a_step_is_taken_and_told(
    world: World, enter: Enter, state: str, act: str, by: str, typed: dict[str, Any], told: str, reached: str
) -> None:
    case = await begun(world, to=state)
    staff = await enter(by)
    page = await staff.submit(await staff.get(f"/portal/cases/{case}"), f"/{act}", **typed)
    assert (page.status, page.path) == (200, f"/portal/cases/{case}?done=saved")
    assert (await world.complaint(case)).state == reached
    assert not told or await world.notices(event=told)


async def test_words_between_staff_and_to_the_complainant(world: World, enter: Enter) -> None:
    case = await begun(world)
    bram = await enter("bram")
    page = await bram.submit(await bram.get(f"/portal/cases/{case}"), "/note", body="Look at the camera.")
    page = await bram.submit(page, "/message", body="We are looking into it.")
    assert "Look at the camera." in page.words
    assert "Internal note" in page.words
    [mail] = await world.notices(event="message")
    assert (mail.address, "camera" in mail.body) == ("amina@example.com", False)


async def test_allegations_are_added_and_each_needs_an_outcome(world: World, enter: Enter) -> None:
    case = await begun(world)
    bram = await enter("bram")
    page = await bram.get(f"/portal/cases/{case}")
    page = await bram.submit(page, "/allegation", content="Nobody called back")
    first, second = await world.allegations(case)
    decision: dict[str, Any] = {
        f"outcome__{first.id}": "upheld",
        f"ground__{first.id}": "Seen",
        "result": "Sorry.",
    }
    page = await bram.submit(page, "/decision", **decision)
    assert page.status == 422
    assert set(page.errors) == {f"decision-outcome.{second.id}", f"decision-ground.{second.id}"}
    typed = page.form("/decision").values
    assert (typed[f"outcome.{first.id}"], typed[f"ground.{first.id}"], typed["result"]) == (
        ["upheld"],
        ["Seen"],
        ["Sorry."],
    )
    decision |= {
        f"outcome__{second.id}": "not_upheld",
        f"ground__{second.id}": "The list of calls says otherwise",
    }
    page = await bram.submit(page, "/decision", **decision)
    assert "Not upheld" in page.words
    assert "The list of calls says otherwise" in page.words


async def test_a_remedy_must_be_carried_out_before_the_end(world: World, enter: Enter) -> None:
    case = await begun(world, to="DECIDED")
    bram = await enter("bram")
    page = await bram.get(f"/portal/cases/{case}")
    page = await bram.submit(page, "/remedy", code="RM-REFUND", amount="ten")
    assert page.errors == {"remedy-amount": "Please give an amount such as 120.00."}
    page = await bram.submit(page, "/remedy", code="RM-REFUND", description="The fee", amount="420")
    assert "CN¥420.00" in page.words
    page = await bram.submit(page, "/feedback", feedback="Content")
    assert page.status == 409
    assert "A remedy has been granted that is not carried out yet." in page.words
    page = await bram.submit(page, "/carried-out")
    assert "carried out" in page.words
    page = await bram.submit(page, "/feedback", feedback="Content")
    assert (await world.complaint(case)).state == "FEEDBACK"


async def test_a_dispute_is_shown_and_may_end_before_an_outside_body(world: World, enter: Enter) -> None:
    case = await begun(world, to="SOLUTION")
    await world.do(dispute, case, by="amina", reason="Not enough")
    bram = await enter("bram")
    page = await bram.get(f"/portal/cases/{case}")
    assert "The complainant disputes the result." in page.words
    page = await bram.submit(page, "/deadlock", reason="We differ.")
    page = await bram.submit(page, "/referral", body="Consumer association", reference="315-7")
    assert "Consumer association · 315-7" in page.words
    assert (await world.complaint(case)).state == "EXTERNAL"


async def test_a_complainant_without_an_address_is_told_otherwise(world: World, enter: Enter) -> None:
    ines = await enter("ines")
    case = (await world.lodge(by="ines", email="", phone="400-1", channel="phone")).complaint_id
    page = await ines.submit(await ines.get(f"/portal/cases/{case}"), "/acknowledgement")
    assert page.errors == {"acknowledgement-how": "Please say how the complainant was told."}
    page = await ines.submit(page, "/acknowledgement", how="By telephone")
    assert "By telephone" in page.words
    assert (await world.promises(case))["acknowledge"].ended_at is not None


async def test_a_receipt_confirmed_is_not_to_be_confirmed_again(world: World, enter: Enter) -> None:
    linden = NewTenant("linden", "椴树护理院", "Linden", "nursing", "Asia/Shanghai", "zh", "400-3000")
    organisation = await add_organisation(world.settings, linden)  # accepts without a review
    case = (await organisation.lodge()).complaint_id
    page = await (await enter("ines", of=organisation)).get(f"/portal/cases/{case}")
    assert f"/portal/cases/{case}/acceptance" in page.html
    assert f"/portal/cases/{case}/acknowledgement" not in page.html


async def test_the_present_owner_is_chosen_in_the_form_already(world: World, enter: Enter) -> None:
    case = (await world.lodge()).complaint_id
    ines = await enter("ines")
    page = await ines.get(f"/portal/cases/{case}")
    form = page.form("/assignment").values
    assert form["department"] == [str((await world.complaint(case)).department_id)]
    assert form["assignee"] == [""]
    page = await ines.submit(page, "/assignment", assignee=str(world.actor("bram").id))
    assert page.form("/assignment").values["assignee"] == [str(world.actor("bram").id)]
    assert len(await world.notices(event="assigned", to="bram", channel="app")) == 1


@pytest.mark.parametrize("somebody", ["otto", "dora", "nonsense"])
async def test_only_those_who_handle_complaints_can_be_assigned(
    world: World, enter: Enter, somebody: str
) -> None:
    case = (await world.lodge()).complaint_id
    ines = await enter("ines")
    of = world.other if somebody == "dora" else world
    assignee = str(of.actor(somebody).id) if somebody != "nonsense" else somebody
    page = await ines.submit(await ines.get(f"/portal/cases/{case}"), "/assignment", assignee=assignee)
    assert (page.status, page.errors) == (
        422,
        {"assignment-assignee": "This person cannot handle complaints."},
    )


async def test_what_is_not_possible_now_is_refused_on_the_page(world: World, enter: Enter) -> None:
    case = await begun(world)
    bram = await enter("bram")
    page = await bram.get(f"/portal/cases/{case}")
    await world.do(withdraw, case, by="amina", reason="")
    page = await bram.submit(page, "/offer", solution="A new appointment")
    assert page.status == 409
    assert "This step is not possible in the complaint's present state." in page.words
    assert "Withdrawn" in page.words
    assert "nothing of it was sent: A new appointment" in page.words
    with pytest.raises(AssertionError, match="no form"):
        page.form("/offer")


async def test_granting_needs_no_act_of_another_case(world: World, enter: Enter) -> None:
    """A remedy is carried out on its own case only."""
    case, other = await begun(world, to="DECIDED"), await begun(world, to="DECIDED")
    for each in (case, other):
        await world.do(grant, each, code="RM-APOLOGY", description="", amount="", by="bram")
    bram = await enter("bram")
    form = (await bram.get(f"/portal/cases/{other}")).form("/carried-out")
    page = await bram.send(f"/portal/cases/{case}/carried-out", form.values)
    assert page.status == 404
