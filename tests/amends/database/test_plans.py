"""What is asked most often looks at no more rows in a crowded database than it needs, as the application's role.

The database counts what it looked at, so functions behind the wall, triggers and foreign keys are held to it, too.
Row-level security keeps operators that are not leakproof from using an index: this is where it would show.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from types import SimpleNamespace
from typing import cast
from uuid import UUID

from amends.complaints.access import access_code
from amends.complaints.desk import Desk
from amends.complaints.listing import PAGE, counts, listing, numbered
from amends.complaints.lists import Looking, View
from amends.complaints.lodging import lodge
from amends.complaints.queries import case_file
from amends.complaints.tables import Complaint
from amends.complaints.tracking import opened, own_case
from amends.database.engine import DB
from amends.database.scope import Scope, execute, platform_scope, tenant_scope
from amends.deadlines.firing import due_tenants, fire_batch, next_look
from amends.errors import DomainError
from amends.notices.folding import overtaken
from amends.notices.queries import recent, unread_count
from amends.notices.tables import Channel
from amends.notices.telling import Made
from amends.outbox.operations import claim, hand_out
from amends.outbox.tables import Outbox
from amends.people.actor import COMPLAINANT, Actor, ActorKind
from amends.people.rights import rights_of
from amends.people.sessions import signed_in, start_session
from amends.people.tables import Person
from amends.search.finding import find
from amends.search.keys import hashed, own_key
from amends.tenancy.operations import tenant_by_id
from tenants.desks import desk_in_force
from tests.amends.database.crowd import LARGE, SMALL_ONES, Crowd, make_crowd, sweep
from tests.world import World, lodgement, new_form_id

CASE = f"B{LARGE}"
A_PAGE = 7 * PAGE
"""Each of its rows with department, assignee and what is promised still, and one more to know whether there is a next page."""

Asked = Mapping[str, tuple[Callable[[], Awaitable[object]], str, int]]
"""What: how, the index that must serve it, and the most rows and index entries to look at."""
ANY = ""
"""Whichever the planner likes, a look at the few rows there are included."""


async def test_pages_read_what_they_show(world: World) -> None:
    crowd = await make_crowd(world)
    async with tenant_scope(crowd.large):
        await execute("UPDATE complaint SET assignee_id = $1 WHERE number = $2", (await _bram()).id, CASE)
    await _demand_little_of_pages(world, crowd)
    # Connections keep their plans: one made where there is nothing must serve where there is much.
    await _fresh_connections()
    for tenant_id in (crowd.empty, crowd.small):
        async with tenant_scope(tenant_id):
            lists = [
                ask for ask, index, _ in (await _pages(world)).values() if index.startswith("complaint_")
            ]
            for ask in lists * 6:
                with suppress(DomainError):
                    await ask()
    await _demand_little_of_pages(world, crowd)


async def test_work_reads_what_it_changes(world: World) -> None:
    crowd = await make_crowd(world)
    now = world.at(hours=6)
    async with tenant_scope(crowd.large) as scope:
        desk = await desk_in_force(await tenant_by_id(crowd.large), world.settings)
        given = lodgement(desk.policy)

        async def desk_of(_: UUID, __: UUID | None) -> Desk:
            return desk

        async with crowd.looking(scope) as lodging:
            await lodge(desk, given, form_id=new_form_id(), by=COMPLAINANT, now=now)
        assert (lodging.whole, lodging.rows < 200) == (set(), True), lodging
        owed = await Outbox.objects().where(Outbox.settled_at.is_null()).first()
        assert owed is not None
        async with crowd.looking(scope) as claiming:
            assert await claim(row_id=owed.id, now=now) is not None
        # The outbox holds but the two dozen messages of the cases that were copied: those may be read through.
        assert (claiming.whole, claiming.rows < 60) == (set(), True), claiming
        await execute(
            "UPDATE due_row SET fire_at = $1 WHERE id IN (SELECT id FROM due_row WHERE fired_at IS NULL LIMIT 3)",
            now,
        )
        async with crowd.looking(scope) as firing:
            assert await fire_batch(desk_of, now=now, most=100) >= 3
        assert (firing.whole, "due_row_waiting" in firing.indexes) == (set(), True), firing
    async with platform_scope() as scope:
        await _demand_little(
            crowd,
            scope,
            {
                "nothing due": (lambda: due_tenants(now=world.at(days=-99), most=9), "due_index_order", 5),
                "due": (lambda: due_tenants(now=now, most=9), "due_index_order", 1000 + 4 * SMALL_ONES),
                "next": (next_look, "due_index_order", 5),
                "outbox": (lambda: hand_out(now=now, most=3), ANY, 500),
            },
        )


async def test_the_relay_gets_what_it_asked_for_though_the_outbox_was_empty_before(world: World) -> None:
    """Statistics taken while nothing waits must lead neither to more rows than asked nor to asking for each row."""
    for _ in range(4):
        await world.lodge(email="amina@example.com")
    await sweep(world)
    async with world.as_owner("outbox") as owner:
        rows = await owner.fetch("DELETE FROM outbox_index RETURNING *")
        await owner.execute("ANALYZE outbox_index")
        columns = ", ".join(rows[0].keys())
        places = ", ".join(f"${number + 1}" for number in range(len(rows[0])))
        for copy in range(50):
            values = [
                [UUID(int=(row["outbox_id"].int + copy) % 2**128), *list(row.values())[1:]] for row in rows
            ]
            await owner.executemany(f"INSERT INTO outbox_index ({columns}) VALUES ({places})", values)
    crowd = Crowd(world.id, world.id, world.id, frozenset())
    async with platform_scope() as scope, crowd.looking(scope) as looked:
        assert len(await hand_out(now=world.at(hours=1), most=20)) == 20
    # What waits is looked at a few times over; asked for again by each row it would be many times as much.
    assert looked.rows <= 6 * 50 * len(rows), (looked, len(rows))


async def test_a_letter_is_taken_back_without_looking_for_it_in_each_that_waits(world: World) -> None:
    await world.lodge()
    async with world.as_owner("outbox") as owner:
        [row, *_] = await owner.fetch("DELETE FROM outbox RETURNING *")
        await owner.execute("ANALYZE outbox")
        places = ", ".join(f"${number + 1}" for number in range(len(row)))
        values = [[*({**row, "id": UUID(int=at), "dedup_key": f"waits:{at}"}).values()] for at in range(400)]
        await owner.executemany(f"INSERT INTO outbox ({', '.join(row.keys())}) VALUES ({places})", values)
    crowd = Crowd(world.id, world.id, world.id, frozenset())
    overtaking = SimpleNamespace(overtakes=tuple(f"waits:{at}" for at in range(5)))
    made = cast(Made, SimpleNamespace(id=UUID(int=1), channel=Channel.MAIL, telling=overtaking))
    async with tenant_scope(world.id) as scope, crowd.looking(scope) as looked:
        await overtaken([made], now=world.at(hours=1))
    assert looked.rows <= 10 * 400, looked
    async with tenant_scope(world.id):
        assert await Outbox.count().where(Outbox.settled_at.is_not_null()) == 5


async def _demand_little_of_pages(world: World, crowd: Crowd) -> None:
    async with tenant_scope(crowd.large) as scope:
        await _demand_little(crowd, scope, await _pages(world))


async def _pages(world: World) -> Asked:
    """As Bram sees them in the organisation in scope, with its last case where it has one."""
    bram, now = await _bram(), world.at(hours=6)
    row = await Complaint.objects().get(Complaint.number == CASE)
    case_id: UUID = row.id if row else UUID(int=0)
    code = access_code(world.settings.secret, complaint_id=case_id, number=1)
    token = await start_session(person_id=_id(bram), now=now)

    looking = Looking(reader=bram, now=now, day_ends=world.at(hours=18), pauses=["complainant"])

    def a_list(view: View) -> Callable[[], Awaitable[object]]:
        return lambda: listing(view, looking=looking)

    return {
        "open": (a_list(View.OPEN), "complaint_due", A_PAGE),
        "mine": (a_list(View.MINE), "complaint_mine", 20),
        "with nobody": (a_list(View.UNASSIGNED), "complaint_nobodys", A_PAGE),
        "closed": (a_list(View.CLOSED), "complaint_closed", A_PAGE),
        "due today": (
            a_list(View.TODAY),
            "promise_due",
            3 * LARGE,
        ),  # of all that is due until tonight, to be sorted
        "regraded": (
            a_list(View.REGRADED),
            "promise_regraded",
            LARGE,
        ),  # PostgreSQL 15 looks at the late ones, too
        "waiting": (a_list(View.WAITING), "promise_standing_still", 60),
        "following": (a_list(View.FOLLOWING), ANY, 60),
        "counts": (lambda: counts([View.MINE, View.FOLLOWING, View.WAITING], looking=looking), ANY, 100),
        "by number": (lambda: numbered(CASE, bram), "complaint_tenant_id_number_key", 40),
        "case": (lambda: case_file(case_id), "history_entry_tenant_id_chain_id_seq_key", 100),
        "tracking": (
            lambda: opened(number=CASE, code=code, secrets=[world.settings.secret]),
            "complaint_tenant_id_number_key",
            5,
        ),
        "own case": (lambda: own_case(case_id), "promise_of_complaint", 40),
        "session": (lambda: signed_in(token=token, now=now), "session_tenant_id_token_digest_key", 10),
        "unread": (lambda: unread_count(person_id=_id(bram)), "notice_waiting", 20),
        "notices": (lambda: recent(person_id=_id(bram)), "notice_unread", 60),
    }


async def _demand_little(crowd: Crowd, scope: Scope, asked: Asked) -> None:
    wrong = {}
    for what, (ask, index, most) in asked.items():
        async with crowd.looking(scope) as looked:
            await ask()
        if looked.whole or (index and index not in looked.indexes) or looked.rows > most:
            wrong[what] = looked
    assert wrong == {}, wrong


async def _bram() -> Actor:
    row = await Person.objects().get(Person.name == "Bram")
    assert row is not None
    return Actor(ActorKind.PERSON, id=row.id, rights=rights_of(row.roles), department_id=row.department_id)


async def _fresh_connections() -> None:
    assert DB.pool is not None
    await DB.pool.expire_connections()


def _id(actor: Actor) -> UUID:
    assert actor.id is not None
    return actor.id


async def test_a_word_is_found_by_the_index_of_words(world: World) -> None:
    async with tenant_scope(world.id):
        key = await own_key()
    few, other = (hashed([f"s{word}"], key) for word in ("sextant", "anything"))
    async with world.as_owner() as owner:
        await owner.execute(
            """INSERT INTO search_index SELECT $1, gen_random_uuid(), 0, $4, '{}', '{}',
            CASE WHEN n % 1000 = 0 THEN $2::bigint[] ELSE $3::bigint[] END FROM generate_series(1, 5000) n""",
            world.id,
            few,
            other,
            world.at(hours=1),
        )
        await owner.execute("ANALYZE search_index")
    crowd = Crowd(world.id, world.id, world.id, frozenset())
    async with tenant_scope(world.id) as scope, crowd.looking(scope) as looked:
        assert len(await find("sextant", roles=())) == 5
    assert ("search_index_tokens" in looked.indexes, looked.rows < 200) == (True, True), looked
