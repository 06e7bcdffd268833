"""A name is an organisation's own when DNS says so: proved, kept, lost, and nobody else's."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from amends.database.scope import platform_scope
from amends.errors import Invalid
from amends.evidence.store import open_store
from amends.tenancy import domains
from amends.tenancy.domains import NameTaken, Purpose
from amends.tenancy.lookups import Lookups
from amends.tenancy.operations import tenant_by_id, tenant_of_host
from amends.tenancy.tables import DomainClaim, Tenant
from tests.names import NameServer
from tests.world import MONDAY, Organisation, World
from workers.housekeeping import Housekeeping

HOST = "complaints.example.org"


async def claimed(organisation: Organisation, host: str = HOST, *, by: str = "ada") -> DomainClaim:
    async with organisation.scope():
        base_domain = organisation.settings.base_domain
        return await domains.claim(
            Purpose.PAGES, host, base_domain=base_domain, by=organisation.actor(by), now=MONDAY
        )


async def checked(
    organisation: Organisation,
    claim: DomainClaim,
    names: NameServer,
    *,
    now: datetime = MONDAY,
    by: str = "ada",
) -> bool:
    said = await domains.ask(claim, Lookups(names.address))
    async with organisation.scope():
        return await domains.note_answer(claim, said, by=organisation.actor(by), now=now)


async def removed(organisation: Organisation, claim: DomainClaim, *, by: str = "ada") -> None:
    async with organisation.scope():
        await domains.remove(claim, by=organisation.actor(by), now=MONDAY)


async def whose(host: str, world: World) -> object:
    async with platform_scope():
        found = await tenant_of_host(host, base_domain=world.settings.base_domain)
    return found.id if found is not None else None


async def own_host(organisation: Organisation) -> str | None:
    async with platform_scope():
        found = (await tenant_by_id(organisation.id)).own_host
    return str(found) if found is not None else None


def publish(names: NameServer, *claims: DomainClaim) -> None:
    names.say(f"_amends.{claims[0].host}", "TXT", *(domains.record_of(claim).value for claim in claims))


async def test_a_name_counts_once_dns_carries_its_token(world: World, names: NameServer) -> None:
    claim = await claimed(world)
    assert not await checked(world, claim, names)
    assert await whose(HOST, world) is None
    publish(names, claim)
    assert await checked(world, claim, names)
    assert await whose(HOST, world) == world.id
    assert await own_host(world) == HOST
    assert (await world.acts())[-2:] == ["claim-domain", "prove-domain"]


async def test_a_name_sent_twice_at_once_is_claimed_once(world: World) -> None:
    first, second = await asyncio.gather(claimed(world), claimed(world))
    assert first.id == second.id
    assert (await world.acts()).count("claim-domain") == 1


async def test_letters_link_to_it_until_it_is_removed(world: World, names: NameServer) -> None:
    claim = await claimed(world)
    publish(names, claim)
    await checked(world, claim, names)
    fresh = Organisation(await _fresh(world), world.settings, world.people)
    async with fresh.at_desk() as desk:
        assert desk.base_url == world.settings.address(HOST)
    await removed(world, claim)
    assert (await whose(HOST, world), await own_host(world)) == (None, None)


async def test_dropping_and_claiming_again_asks_for_a_new_token(world: World, names: NameServer) -> None:
    claim = await claimed(world)
    publish(names, claim)
    await checked(world, claim, names)
    await removed(world, claim)
    again = await claimed(world)
    assert again.token != claim.token
    assert not await checked(world, again, names)


async def test_nobody_takes_a_name_that_leads_elsewhere(world: World, names: NameServer) -> None:
    """Not by claiming it, nor by having claimed it before, nor with a token in DNS."""
    doras = await claimed(world.other, by="dora")
    claim = await claimed(world)
    publish(names, claim, doras)
    assert await checked(world, claim, names)
    with pytest.raises(NameTaken):
        await checked(world.other, doras, names, by="dora")
    assert await whose(HOST, world) == world.id
    await removed(world.other, doras, by="dora")
    with pytest.raises(Invalid) as refused:
        await claimed(world.other, by="dora")
    assert "harbour" not in str(refused.value.fields).lower()


async def test_a_name_whose_record_went_away_has_a_week(world: World, names: NameServer) -> None:
    claim = await claimed(world)
    publish(names, claim)
    await checked(world, claim, names)
    names.records.clear()
    for days in (1, 3):
        assert not await checked(world, claim, names, now=MONDAY + timedelta(days=days))
        assert await whose(HOST, world) == world.id
    assert not await checked(world, claim, names, now=MONDAY + timedelta(days=9))
    assert await whose(HOST, world) is None
    assert (await world.acts())[-1] == "lose-domain"


async def test_the_clock_process_looks_every_day(world: World, names: NameServer) -> None:
    claim = await claimed(world)
    publish(names, claim)
    await checked(world, claim, names)
    names.records.clear()
    tidying = Housekeeping(open_store(world.settings.store_url), Lookups(names.address))
    for days in (1, 1, 4, 9):
        world.move_to(world.at(days=days))
        await tidying.once()
    assert len(names.asked) == 4, "the second look of the same day asks nobody"
    assert await whose(HOST, world) is None


async def test_a_name_server_that_is_silent_takes_nothing_away(
    world: World, names: NameServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("amends.tenancy.lookups.LONGEST", 0.2)
    claim = await claimed(world)
    publish(names, claim)
    await checked(world, claim, names)
    names.silent = True
    for days in (1, 30):
        assert await checked(world, claim, names, now=MONDAY + timedelta(days=days))
    assert await whose(HOST, world) == world.id


@pytest.mark.parametrize(
    "text",
    ["", "example", "127.0.0.1", "[::1]", "::1", "https://example.org", "example.org/x", "example.org:8000",
     "a b.example.org", "user@example.org", "-a.example.org", "localhost", "harbour.localhost", "1.2.3.4.5"],
)  # fmt: skip
async def test_what_is_no_public_name_is_refused(world: World, text: str) -> None:
    with pytest.raises(Invalid) as refused:
        await claimed(world, text)
    assert set(refused.value.fields) == {"host"}


async def test_international_names_are_kept_as_dns_has_them(world: World) -> None:
    assert (await claimed(world, "Tousu.例子.CN.")).host == "tousu.xn--fsqu00a.cn"


async def _fresh(organisation: Organisation) -> Tenant:
    async with platform_scope():
        return await tenant_by_id(organisation.id)
