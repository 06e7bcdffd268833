"""Operators look into an organisation for a reason and a while, seen by it; without a grant they see nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import asyncpg
import pytest

from amends import clock
from amends.access.queries import known_grants
from amends.audit.verify import verify_tenant
from amends.database.scope import execute, platform_scope, tenant_scope
from amends.tenancy.tables import Operator
from tests.web.conftest import Arrive
from tests.web.portal.conftest import Enter, enter  # noqa: F401 - a fixture
from tests.web.visitor import Page, Visitor
from tests.world import World

REASON = "Ticket 4711: the queue shows no promises"
Guest = Callable[[], Awaitable[Visitor]]


async def grant(olga: Visitor, *, slug: str = "harbour", minutes: int = 60, reason: str = REASON) -> Page:
    page = await olga.get(f"/operator/tenants/{slug}")
    return await olga.submit(page, "/grants", reason=reason, minutes=minutes)


async def way_in(olga: Visitor, *, slug: str = "harbour") -> str:
    """The path on the organisation's host."""
    page = await olga.submit(await olga.get(f"/operator/tenants/{slug}"), "/entry")
    return "/portal/operator/" + page.link("/portal/operator/").rpartition("/")[2]


@pytest.fixture
def guest(world: World, olga: Visitor, arrive: Arrive) -> Guest:
    """Olga's browser on Harbour's host, under a grant of an hour."""

    async def comes() -> Visitor:
        await grant(olga)
        visitor = arrive(host=world.host)
        assert (await visitor.get(await way_in(olga))).path == "/portal"
        return visitor

    return comes


async def test_a_grant_needs_a_reason_and_a_time(olga: Visitor) -> None:
    page = await grant(olga, reason="look")
    assert page.status == 422
    assert page.errors == {"grant-reason": "Please say in at least 10 characters why you need to look."}
    assert 'value="look"' in page.html
    page = await grant(olga, minutes=10_000)
    assert page.errors == {"grant-minutes": "Please choose how long."}


async def test_the_administrators_hear_of_it_by_mail_and_in_the_portal(world: World, olga: Visitor) -> None:
    page = await grant(olga)
    assert "You may look in now" in page.words
    told = await world.notices(event="operator_access")
    assert {(row.channel, row.person_id) for row in told} == {
        ("mail", world.actor("ada").id),
        ("app", world.actor("ada").id),
    }
    assert all(REASON in row.body and "Olga" in row.body for row in told)
    assert "operator-grant" in await world.acts()
    assert REASON in page.words  # among what operators did, too


async def test_the_guest_reads_cases_and_each_look_is_in_the_history(world: World, guest: Guest) -> None:
    lodged = await world.lodge()
    visitor = await guest()
    page = await visitor.get("/portal")
    assert "You look as operator Olga until" in page.words
    case = await visitor.get(f"/portal/cases/{lodged.complaint_id}")
    assert case.status == 200
    assert "Your role or its state allows nothing else." in case.words
    assert "operator-looked" in await world.acts(lodged.complaint_id)
    assert "operator-looked" in await world.acts()
    async with world.scope():
        assert (await verify_tenant(secrets=world.settings.secrets)).problems == ()


async def test_staff_see_a_red_bar_and_administrators_end_it_at_once(
    world: World,
    guest: Guest,
    enter: Enter,  # noqa: F811
) -> None:
    lodged = await world.lodge()
    visitor = await guest()
    await visitor.get(f"/portal/cases/{lodged.complaint_id}")
    assert (
        "Olga, an operator of the platform, may look into"
        in (await (await enter("bram")).get("/portal")).words
    )
    ada = await enter("ada")
    page = await ada.get("/portal/access")
    for words in (REASON, "open now", lodged.number):
        assert words in page.words
    page = await ada.submit(page, "/end")
    assert "Ended by Ada" in page.words
    for path in ("/portal", f"/portal/cases/{lodged.complaint_id}"):
        assert (await visitor.get(path)).path.startswith("/portal/sign-in")
    assert "operator-grant-ended" in await world.acts()


async def test_it_ends_by_itself(world: World, guest: Guest, olga: Visitor) -> None:
    visitor = await guest()
    world.move_to(world.at(minutes=59))
    assert (await visitor.get("/portal")).path == "/portal"
    world.move_to(world.at(minutes=61))
    page = await visitor.get("/portal")
    assert page.path.startswith("/portal/sign-in")
    assert "your access has ended" in page.words
    assert "Its time was over" in (await olga.get("/operator/tenants/harbour")).words


async def test_a_link_is_good_once_and_for_a_minute(world: World, olga: Visitor, arrive: Arrive) -> None:
    await grant(olga)
    link, late = await way_in(olga), await way_in(olga)
    assert (await arrive().get(link)).path == "/portal"
    assert (await arrive().get(link)).status == 404
    world.move_to(clock.now() + timedelta(seconds=61))
    assert (await arrive().get(late)).status == 404


async def test_a_link_opens_no_other_organisation(world: World, olga: Visitor, arrive: Arrive) -> None:
    await grant(olga)
    garden = arrive(host=world.other.host)
    assert (await garden.get(await way_in(olga))).status == 404
    assert (await garden.get("/portal")).path.startswith("/portal/sign-in")


async def test_a_guests_cookie_opens_no_other_organisation(
    world: World, guest: Guest, arrive: Arrive
) -> None:
    visitor, garden = await guest(), arrive(host=world.other.host)
    token = visitor.http.cookies.get("amends_guest")
    assert token is not None
    garden.http.cookies.set("amends_guest", token, domain=world.other.host, path="/portal")
    assert (await garden.get("/portal")).path.startswith("/portal/sign-in")


async def test_leaving_ends_the_session_and_not_the_grant(guest: Guest, olga: Visitor) -> None:
    visitor = await guest()
    token = visitor.http.cookies.get("amends_guest")
    page = await visitor.submit(await visitor.get("/portal"), "/portal/operator/leave")
    assert "You have left the organisation." in page.words
    visitor.http.cookies.set("amends_guest", token or "", path="/portal")
    assert (await visitor.get("/portal")).path.startswith("/portal/sign-in")
    assert "open now" in (await olga.get("/operator/tenants/harbour")).words


async def test_no_operator_no_guest(world: World, guest: Guest) -> None:
    visitor = await guest()
    async with platform_scope():
        await Operator.update({Operator.removed_at: clock.now()}, force=True)
    assert (await visitor.get("/portal")).path.startswith("/portal/sign-in")


async def test_a_suspended_organisation_is_closed_to_operators_too(guest: Guest, olga: Visitor) -> None:
    visitor = await guest()
    page = await olga.get("/operator/tenants/harbour")
    page = await olga.submit(page, "/suspension", reason="The contract has ended")
    assert (await visitor.get("/portal")).status == 503
    entry = await olga.submit(page, "/entry")
    assert entry.status == 422


async def test_one_grant_at_a_time_and_only_ones_own_way_in(world: World, olga: Visitor) -> None:
    await grant(olga)
    page = await olga.get("/operator/tenants/harbour")
    token = page.form("/end").values["_csrf_token"][0]
    again = await olga.send(
        "/operator/tenants/harbour/grants", {"_csrf_token": token, "reason": REASON, "minutes": "15"}
    )
    assert again.status == 422
    assert "You have a grant for this organisation already." in again.words
    async with platform_scope():
        [known] = await known_grants(open_at=clock.now())
    assert known.tenant_id == world.id
    elsewhere = await olga.send(f"/operator/tenants/garden/grants/{known.id}/entry", {"_csrf_token": token})
    assert elsewhere.status == 404


async def test_two_who_ask_at_once_in_one_name_get_one_grant(world: World, olga: Visitor) -> None:
    page = await olga.get("/operator/tenants/harbour")
    answers = await asyncio.gather(
        *(olga.submit(page, "/grants", reason=REASON, minutes=60) for _ in range(2))
    )
    assert sorted(answer.status for answer in answers) == [200, 422]
    async with platform_scope():
        assert len(await known_grants(tenant_id=world.id)) == 1


async def test_nobody_who_serves_takes_an_ended_grant_up_again(world: World, olga: Visitor) -> None:
    await grant(olga)
    await olga.submit(await olga.get("/operator/tenants/harbour"), "/end")
    with pytest.raises(asyncpg.RaiseError, match="ends once"):
        async with tenant_scope(world.id):
            await execute("UPDATE access_grant SET ended_at = NULL")


async def test_nobody_who_serves_lengthens_a_grant(world: World, olga: Visitor) -> None:
    await grant(olga, minutes=15)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with tenant_scope(world.id):
            await execute("UPDATE access_grant SET until = until + interval '1 hour'")
    with pytest.raises(asyncpg.CheckViolationError):
        async with tenant_scope(world.id):
            await execute(
                """INSERT INTO access_grant SELECT gen_random_uuid(), tenant_id, operator_id, operator_name, kind, reason,
                granted_at, granted_at + interval '9 hours' FROM access_grant"""
            )
