"""Open pages hear of changes, and of each other: only in their organisation, and only of what their readers may read."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from uuid import UUID

import msgspec
import pytest
from litestar.types import ASGIApp

from amends.complaints.concerned import name_concerned
from amends.complaints.handling import assign
from amends.complaints.tables import Complaint
from amends.config import Settings
from amends.correspondence.operations import note
from amends.database.scope import platform_scope
from amends.live.announcing import ANNOUNCER, announcing
from amends.live.line import LINE
from amends.people.actor import SYSTEM
from amends.people.sessions import end_all_sessions
from amends.tenancy.operations import suspend
from tests.web.conftest import Arrive
from tests.web.portal.conftest import Enter
from tests.web.visitor import Visitor
from tests.world import Organisation, World
from web.live import hub
from web.live.hub import HUB, hearing

SOON = 10.0


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "GATHER", 0.01)
    monkeypatch.setattr(hub, "PACE", 0.0)


@asynccontextmanager
async def alive(settings: Settings) -> AsyncIterator[None]:
    """From now on changes are told; what a test began with was not."""
    async with announcing(settings.redis_url), hearing(settings.redis_url):
        yield


class Listener:
    """A browser's stream."""

    def __init__(self) -> None:
        self.heard: asyncio.Queue[dict[str, object]] = asyncio.Queue()
        self.began, self.over = asyncio.Event(), asyncio.Event()
        self.ended = asyncio.Event()

    async def next(self) -> dict[str, object]:
        async with asyncio.timeout(SOON):
            return await self.heard.get()

    async def until_case(self, complaint_id: UUID) -> dict[str, object]:
        while str(complaint_id) not in str(news := await self.next()):
            pass
        return news

    async def take(self, message: dict[str, object]) -> None:
        if message["type"] == "http.response.start":
            assert message["status"] == 200
            return
        body = message.get("body", b"")
        assert isinstance(body, bytes)
        if body.startswith(b"data: "):
            self.heard.put_nowait(msgspec.json.decode(body.removeprefix(b"data: ")))
        elif body.startswith(b"event: over"):
            self.over.set()
        elif body:
            self.began.set()
        if not message.get("more_body", False):
            self.ended.set()


@asynccontextmanager
async def listening(app: ASGIApp, visitor: Visitor) -> AsyncIterator[Listener]:
    """The application itself is asked: test clients wait for the end of an answer."""
    listener, gone = Listener(), asyncio.Event()

    async def receive() -> dict[str, object]:
        await gone.wait()
        return {"type": "http.disconnect"}

    host = visitor.http.base_url.host
    cookies = "; ".join(
        f"{each.name}={each.value}" for each in visitor.http.cookies.jar if each.domain == host
    )
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": "/portal/stream", "raw_path": b"/portal/stream", "query_string": b"", "root_path": "",
        "headers": [(b"host", host.encode()), (b"cookie", cookies.encode())],
        "client": ("127.0.0.1", 1000), "server": (host, 80), "state": {},
    }  # fmt: skip
    asking: asyncio.Task[None] = asyncio.create_task(app(scope, receive, listener.take))  # type: ignore[arg-type]
    try:
        async with asyncio.timeout(SOON):
            await listener.began.wait()
        yield listener
    finally:
        gone.set()
        async with asyncio.timeout(SOON):
            await asking


async def noted(organisation: Organisation, complaint_id: UUID, *, by: str) -> None:
    await organisation.do(note, complaint_id, by=by, body="Called back.")


async def ask(visitor: Visitor, complaint_id: UUID, **typed: str) -> str:
    await visitor.get("/portal/notices")
    answer = await visitor.http.post(
        f"/portal/cases/{complaint_id}/here",
        headers={"x-csrftoken": visitor.http.cookies.get("csrftoken") or ""},
        data=typed,
    )
    assert answer.status_code == 200, answer.text
    return answer.text


async def test_a_change_is_heard_in_its_own_organisation_alone(
    app: ASGIApp, world: World, enter: Enter
) -> None:
    ours, theirs = await world.lodge(), await world.other.lodge()
    async with (
        alive(world.settings),
        listening(app, await enter("chen")) as chen,
        listening(app, await enter("dora")) as dora,
    ):
        await noted(world, ours.complaint_id, by="bram")
        assert await chen.until_case(ours.complaint_id) == {"changed": [str(ours.complaint_id)]}
        await noted(world.other, theirs.complaint_id, by="dora")
        heard = await dora.until_case(theirs.complaint_id)
        assert heard["changed"] == [str(theirs.complaint_id)]  # the first she heard of at all
        assert chen.heard.empty()


async def test_what_is_rolled_back_is_never_told(app: ASGIApp, world: World, enter: Enter) -> None:
    case, other = await world.lodge(), await world.lodge(by="ines")
    async with alive(world.settings), listening(app, await enter("chen")) as chen:
        with suppress(ZeroDivisionError):
            async with world.at_desk() as desk:
                await note(desk, case.complaint_id, body="Lost.", by=world.actor("bram"), now=world.at())
                raise ZeroDivisionError
        await noted(world, other.complaint_id, by="bram")
        assert await chen.until_case(other.complaint_id) == {"changed": [str(other.complaint_id)]}


async def test_a_confidential_case_is_told_to_those_who_may_read_it(
    app: ASGIApp, world: World, enter: Enter
) -> None:
    case, plain = await world.lodge(), await world.lodge(by="ines")
    async with world.scope():
        await Complaint.update({Complaint.confidential: True}).where(Complaint.id == case.complaint_id)
    async with (
        alive(world.settings),
        listening(app, await enter("chen")) as chen,
        listening(app, await enter("bram")) as bram,
    ):
        ANNOUNCER.changed(world.id, frozenset({case.complaint_id}))
        ANNOUNCER.came_or_went(
            world.id, case.complaint_id, present=[bram_id(world), world.actor("chen").id or bram_id(world)]
        )
        heard = await chen.until_case(case.complaint_id)
        assert heard == {"changed": [str(case.complaint_id)], "here": [str(case.complaint_id)]}
        await noted(world, plain.complaint_id, by="ines")
        assert await bram.next() == {"changed": [str(plain.complaint_id)]}


def bram_id(world: World) -> UUID:
    person_id = world.actor("bram").id
    assert person_id is not None
    return person_id


async def test_a_new_notice_is_told_to_whom_it_is_for(app: ASGIApp, world: World, enter: Enter) -> None:
    bram = await enter("bram")
    async with alive(world.settings), listening(app, bram) as listener:
        case = await world.lodge(by="ines")
        async with world.at_desk() as desk:
            row = await world_row(case.complaint_id)
            await assign(
                desk,
                case.complaint_id,
                department_id=row.department_id,
                assignee_id=bram_id(world),
                by=world.actor("chen"),
                now=world.at(),
            )
        while not (await listener.next()).get("notices"):
            pass
    assert '<span class="count">1</span>' in (await bram.get("/portal/notices/count")).html


async def world_row(complaint_id: UUID) -> Complaint:
    row = await Complaint.objects().get(Complaint.id == complaint_id)
    assert row is not None
    return row


@pytest.mark.parametrize("how", ["signed out", "suspended"])
async def test_a_stream_ends_with_the_session_at_the_next_beat(
    app: ASGIApp, world: World, enter: Enter, how: str
) -> None:
    async with (
        alive(world.settings),
        listening(app, await enter("bram")) as bram,
        listening(app, await enter("chen")) as chen,
    ):
        if how == "signed out":
            async with world.scope():
                await end_all_sessions(person_id=bram_id(world), now=world.at())
        else:
            async with platform_scope():
                await suspend(slug=str(world.tenant.slug), by=SYSTEM, now=world.at())
        await HUB.beat(world.id)
        async with asyncio.timeout(SOON):
            await bram.ended.wait()
        assert bram.over.is_set()
        assert chen.ended.is_set() == (how == "suspended")


async def test_a_process_that_stops_ends_its_streams(app: ASGIApp, world: World, enter: Enter) -> None:
    async with alive(world.settings), listening(app, await enter("bram")) as bram:
        HUB.close()
        async with asyncio.timeout(SOON):
            await bram.ended.wait()
        assert not bram.over.is_set()  # it comes again, to the next one


async def test_who_else_is_at_a_case_and_writes_is_said_for_half_a_minute(
    app: ASGIApp, world: World, enter: Enter
) -> None:
    case = (await world.lodge()).complaint_id
    bram, chen = await enter("bram"), await enter("chen")
    async with alive(world.settings):
        assert "alert" not in await ask(bram, case)
        async with listening(app, bram) as listener:
            page = await ask(chen, case, writing="yes")
            assert f"{world.actor('bram').name} has this case open, too." in page
            assert (await listener.until_case(case))["here"] == [str(case)]
        assert f"{world.actor('chen').name} is writing here." in await ask(bram, case)
        world.move_to(world.at(seconds=27))
        assert "is writing here" in await ask(bram, case)
        world.move_to(world.at(seconds=31))
        assert "alert" not in await ask(bram, case)


async def test_whoever_leaves_is_gone_at_once(world: World, enter: Enter) -> None:
    case = (await world.lodge()).complaint_id
    bram, chen = await enter("bram"), await enter("chen")
    async with alive(world.settings):
        await ask(chen, case)
        assert "open, too" in await ask(bram, case)
        assert await ask(chen, case, leaving="yes") == ""
        assert "open, too" not in await ask(bram, case)


async def test_the_page_says_by_whom_it_was_changed(world: World, enter: Enter) -> None:
    case = (await world.lodge()).complaint_id
    bram = await enter("bram")
    first = await ask(bram, case)
    seen = first.partition('{"seen": "')[2].partition('"')[0]
    assert "Changed meanwhile" not in await ask(bram, case, seen=seen)
    await noted(world, case, by="chen")
    page = await ask(bram, case, seen=seen)
    assert f"Changed meanwhile by {world.actor('chen').name}." in page
    assert f'"seen": "{seen}"' in page  # until it is loaded anew
    await noted(world, case, by="bram")
    assert "you, in another window" in await ask(bram, case, seen=seen)


async def test_whom_a_case_is_about_takes_no_part_in_it(world: World, enter: Enter) -> None:
    case = (await world.lodge()).complaint_id
    await ask(await enter("chen"), case)
    await world.do(name_concerned, case, by="ines", person_id=bram_id(world))
    bram = await enter("bram")
    page = await bram.get(f"/portal/cases/{case}")
    assert page.status == 200
    assert 'id="here"' not in page.html
    assert 'id="here"' in (await (await enter("chen")).get(f"/portal/cases/{case}")).html


async def test_without_redis_pages_are_as_ever(world: World, enter: Enter) -> None:
    case = (await world.lodge()).complaint_id
    LINE.open("redis://127.0.0.1:9/0")
    page = await ask(await enter("bram"), case)
    await noted(world, case, by="chen")
    seen = page.partition('{"seen": "')[2].partition('"')[0]
    assert "Changed meanwhile" in await ask(await enter("bram"), case, seen=seen)
    await LINE.close()


async def test_a_browser_that_is_signed_out_is_told_that_nothing_more_comes(arrive: Arrive) -> None:
    amina = arrive()
    answer = await amina.http.get("/portal/stream", headers={"accept": "text/event-stream"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
    assert answer.text == "event: over\ndata:\n\n"
    assert (await amina.http.get("/portal/stream", follow_redirects=False)).status_code == 303
