"""Who plays in a story: staff at their own browsers, the complainant, somebody outside. All of it by the pages' own forms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from amends import clock
from amends.people.actor import Actor
from amends.people.changing import Wanted, change_person
from amends.people.sessions import start_session
from amends.people.tables import Person
from amends.tenancy.operations import NewTenant
from tests.journeys.forms import Sheet, said_no, sheet
from tests.web.conftest import Arrive
from tests.web.visitor import File, Page, Visitor
from tests.world import MONDAY, Organisation, World, add_organisation

SENIORS = ("chen", "wei")
"""They hold every role that the organisation's policy names; some approvals take two."""


@dataclass
class Clerk:
    """Somebody of the staff with one case before them."""

    visitor: Visitor
    case: str
    """Its address."""

    async def see(self, place: str = "") -> Page:
        page = await self.visitor.get(f"{self.case}{place}")
        assert page.status == 200, (place, page.status)
        return page

    async def do(self, act: str, *, place: str = "", files: Sequence[File] = (), **values: Any) -> Page:
        """Open the page, fill in what its form for `act` must have and what is given, and send it."""
        return await self.fill(await self.see(place), f"{place}/{act}", files=files, **values)

    async def fill(
        self, page: Page, action: str, *, files: Sequence[File] = (), follow: bool = True, **values: Any
    ) -> Page:
        return await self.send(sheet(page, action), files=files, follow=follow, **values)

    async def send(
        self, form: Sheet, *, files: Sequence[File] = (), follow: bool = True, **values: Any
    ) -> Page:
        """Refused is a failure: 303 where it is not followed."""
        given = {name.replace("__", "."): value for name, value in values.items()}
        unknown = given.keys() - form.fields.keys() - form.values.keys()
        assert not unknown, f"{form.action} asks nothing about {unknown}"
        data = {**form.values, **{k: v if isinstance(v, list) else [str(v)] for k, v in given.items()}}
        answer = await self.visitor.send(form.action, data, files=files, follow=follow)
        done = answer.status == (200 if follow else 303) and (not follow or 'role="alert"' not in answer.html)
        assert done, (form.action, answer.status, said_no(answer))
        return answer

    async def offered(self, act: str, place: str = "") -> bool:
        page = await self.see(place)
        return f'action="{self.case}{place}/{act}"' in page.html


async def house_of(world: World, code: str, language: str) -> Organisation:
    """An organisation of this industry whose seniors hold all roles of its policy."""
    wanted = NewTenant(
        f"{code}-house", "某机构", f"House of {code}", code, "Asia/Shanghai", language, "400-1000", live=True
    )
    house = await add_organisation(world.settings, wanted)
    async with house.at_desk() as desk:
        chen = await _person(house.people["chen"].id)
        every = Wanted(
            name=chen.name, position="", language="en", time_zone="", roles=tuple(sorted({*desk.policy.roles, "supervisor"})),
            department_id=chen.department_id, supervisor_id=None, deputy_id=None, hours=None,
        )  # fmt: skip
        await change_person(chen.id, wanted=every, roles=desk.policy.roles, by=house.actor("ada"), now=MONDAY)
        chen = await _person(chen.id)
        wei = uuid4()
        values = {column._meta.name: getattr(chen, column._meta.name) for column in Person._meta.columns}
        await Person.insert(
            Person(**{**values, "id": wei, "email": f"wei@{code}.example.com", "name": "Wei"})
        )
    people = {**house.people, "wei": Actor(house.people["chen"].kind, id=wei, name="Wei")}
    return Organisation(house.tenant, house.settings, people)


async def _person(person_id: UUID | None) -> Person:
    row = await Person.objects().get(Person.id == person_id)
    assert row is not None
    return row


async def at_work(house: Organisation, name: str, case: UUID, arrive: Arrive) -> Clerk:
    async with house.scope():
        person_id = house.people[name].id
        assert person_id is not None
        token = await start_session(person_id=person_id, now=clock.now())
    visitor = arrive(host=house.host)
    for cookie, value in (("amends_session", token), ("amends_language", "en")):
        visitor.http.cookies.set(cookie, value, domain=house.host)
    return Clerk(visitor, f"/portal/cases/{case}")
