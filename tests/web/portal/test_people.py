"""Ada invites Nora, who chooses a password and is in."""

from __future__ import annotations

from typing import Any

from amends.people.operations import invitation_token
from amends.people.tables import Invitation, Person
from tests.web.conftest import Arrive
from tests.web.portal.conftest import Enter
from tests.web.visitor import Page, Visitor
from tests.world import World

PASSWORD = "noras own long password"


async def invite(ada: Visitor, **changed: object) -> Page:
    values: dict[str, Any] = {
        "email": "nora@harbour.example.com",
        "name": "Nora",
        "roles": ["handler", "intake"],
        **changed,
    }
    return await ada.submit(await ada.get("/portal/people/new"), "/portal/people", **values)


async def invitation_path(world: World) -> str:
    async with world.scope():
        nora = await Person.objects().get(Person.email == "nora@harbour.example.com")
        assert nora is not None
        [found] = await Invitation.objects().where(Invitation.person_id == nora.id)
    return f"/invitation/{invitation_token(world.settings.secret, found.id)}"


async def test_an_invited_person_chooses_a_password_and_is_in(
    world: World, enter: Enter, arrive: Arrive
) -> None:
    page = await invite(await enter("ada"))
    assert "The invitation is on its way." in page.words
    assert "Nora" in page.words
    assert [notice.address for notice in await world.notices(event="invitation")][-1:] == [
        "nora@harbour.example.com"
    ]
    nora, path = arrive(), await invitation_path(world)
    welcome = await nora.get(path)
    inside = await nora.submit(welcome, path, password=PASSWORD, password_again=PASSWORD)
    assert (inside.status, inside.path) == (200, "/portal")
    assert {"invite", "join", "sign-in"} <= set(await world.acts())
    assert (await arrive().get(path)).status == 404


async def test_an_invitation_sent_twice_invites_once(world: World, enter: Enter) -> None:
    ada = await enter("ada")
    page = await ada.get("/portal/people/new")
    for _ in range(2):
        await ada.submit(
            page, "/portal/people", email="nora@harbour.example.com", name="Nora", roles=["handler"]
        )
    async with world.scope():
        nora = await Person.objects().get(Person.email == "nora@harbour.example.com")
        assert nora is not None
        assert await Invitation.count().where(Invitation.person_id == nora.id) == 1


async def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(enter: Enter) -> None:
    page = await invite(await enter("ada"), email="no address", roles=[], name="Nora")
    assert page.status == 422
    assert set(page.errors) == {"email", "roles"}
    assert page.form("/portal/people").values["name"] == ["Nora"]


async def test_several_roles_survive_an_error(enter: Enter) -> None:
    page = await invite(await enter("ada"), email="bram@harbour.example.com")
    assert page.errors == {"email": "This address belongs to Bram."}
    assert page.form("/portal/people").values["roles"] == ["intake", "handler"]


async def test_a_weak_password_is_refused_and_the_invitation_stays_good(
    world: World, enter: Enter, arrive: Arrive
) -> None:
    await invite(await enter("ada"))
    nora, path = arrive(), await invitation_path(world)
    page = await nora.submit(await nora.get(path), path, password="short", password_again="short")
    assert (page.status, list(page.errors)) == (422, ["password"])
    page = await nora.submit(page, path, password=PASSWORD, password_again=PASSWORD + "x")
    assert (page.status, list(page.errors)) == (422, ["password_again"])
    assert (await nora.submit(page, path, password=PASSWORD, password_again=PASSWORD)).path == "/portal"


async def test_an_invitation_opens_nothing_on_another_organisations_host(
    world: World, enter: Enter, arrive: Arrive
) -> None:
    await invite(await enter("ada"))
    path = await invitation_path(world)
    assert (await arrive(host=world.other.host).get(path)).status == 404
    assert (await arrive().get("/invitation/made-up")).status == 404
