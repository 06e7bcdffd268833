"""What a member of staff's browser gets: readable by it alone, naming a case and an event, and nobody else."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from amends.channels.subscriptions import (
    MOST,
    NoPushService,
    Subscribed,
    browsers_of,
    subscribe,
    unsubscribe,
)
from amends.channels.vapid import public_key
from amends.config import Settings
from amends.database.rows import insert_values
from amends.database.scope import execute
from amends.notices.operations import SEND_PUSH
from amends.notices.preferences import preferences_of
from amends.notices.tables import Channel, NoticeRow
from amends.outbox.operations import publish
from amends.people.tables import Person
from amends.tenancy.operations import tenant_by_id
from tests.gateway import Gateway, Got, listening
from tests.workers.driving import work
from tests.world import MONDAY, World

HERE = ("127.0.0.1",)


@dataclass
class Browser:
    """Keys as a browser makes them, and its own way of reading what comes (RFC 8291, without our code)."""

    endpoint: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    shared: bytes = b"0123456789abcdef"

    @property
    def point(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    @property
    def subscribed(self) -> Subscribed:
        return Subscribed(self.endpoint, _text(self.point), _text(self.shared))

    def read(self, body: bytes) -> dict[str, str]:
        salt, theirs, sealed = body[:16], body[21:86], body[86:]
        sender = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs)
        agreed = _mac(self.shared, self.key.exchange(ec.ECDH(), sender))
        material = _mac(agreed, b"WebPush: info\x00" + self.point + theirs + b"\x01")
        derived = _mac(salt, material)
        key = _mac(derived, b"Content-Encoding: aes128gcm\x00\x01")[:16]
        nonce = _mac(derived, b"Content-Encoding: nonce\x00\x01")[:12]
        plain = AESGCM(key).decrypt(nonce, sealed, None)
        found: dict[str, str] = json.loads(plain.rstrip(b"\x00").removesuffix(b"\x02"))
        return found


def _mac(key: bytes, text: bytes) -> bytes:
    mac = HMAC(key, hashes.SHA256())
    mac.update(text)
    return mac.finalize()


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@pytest.fixture
async def service() -> AsyncIterator[Gateway]:
    async with listening() as server:
        server.answers(201)
        yield server


@pytest.fixture
def allowing(world: World) -> Settings:
    return replace(world.settings, gateway_hosts=HERE)


async def switched_on(world: World, who: str, browser: Browser, *, secret: str = "") -> None:
    async with world.scope():
        await subscribe(
            browser.subscribed,
            our_key=public_key(secret or world.settings.secret),
            device="Firefox",
            allowed=HERE,
            by=world.actor(who),
            now=MONDAY,
        )


async def told(world: World, who: str, complaint_id: UUID | None = None) -> UUID:
    notice_id = uuid4()
    row = {
        "id": notice_id,
        "complaint_id": complaint_id,
        "event": "assigned",
        "channel": Channel.PUSH,
        "person_id": world.actor(who).id,
        "language": "en",
        "subject": "Amina complains about Bram",
        "body": "Amina waited for an hour.",
        "message_id": f"<{notice_id}@localhost>",
        "created_at": MONDAY,
    }
    async with world.scope():
        await insert_values(NoticeRow, [row])
        payloads = {f"push:{notice_id}": {"notice_id": str(notice_id)}}
        await publish(name=SEND_PUSH, payloads=payloads, now=MONDAY)
        await execute("UPDATE outbox SET settled_at = $1 WHERE name = 'send-mail'", MONDAY)
    return notice_id


async def notice(world: World, notice_id: UUID) -> NoticeRow:
    async with world.scope():
        row = await NoticeRow.objects().get(NoticeRow.id == notice_id)
    assert row is not None
    return row


async def test_bram_s_browser_reads_case_and_event_and_nothing_personal(
    world: World, service: Gateway, allowing: Settings
) -> None:
    lodged = await world.lodge()
    browser = Browser(f"{service.url}/push/bram")
    await switched_on(world, "bram", browser)
    notice_id = await told(world, "bram", lodged.complaint_id)
    await work(allowing)

    [got] = service.got
    assert (got.method, got.target, got.headers["content-encoding"]) == ("POST", "/push/bram", "aes128gcm")
    assert (got.headers["ttl"], len(got.headers["topic"])) == ("86400", 32)
    assert _sent_by(got, world)
    assert browser.read(got.body) == {
        "id": str(notice_id),
        "title": lodged.number,
        "text": "A case was assigned to you",
        "url": f"http://harbour.localhost:8000/portal/cases/{lodged.complaint_id}",
    }
    row = await notice(world, notice_id)
    assert (row.sent_at is not None, row.answer) == (True, "201")


def _sent_by(got: Got, world: World) -> bool:
    return got.headers["authorization"].endswith(f"k={public_key(world.settings.secret)}")


@pytest.mark.parametrize("status", [404, 410])
async def test_a_browser_that_is_gone_is_forgotten(
    world: World, service: Gateway, allowing: Settings, status: int
) -> None:
    await switched_on(world, "bram", Browser(f"{service.url}/push/bram"))
    assert await wants_push(world, "bram")
    service.answers(status)
    notice_id = await told(world, "bram")
    await work(allowing)

    async with world.scope():
        assert await browsers_of(_id(world, "bram")) == []
        assert (await tenant_by_id(world.id)).ways is None
    assert not await wants_push(world, "bram")
    row = await notice(world, notice_id)
    assert (row.failed_at is not None, row.answer) == (True, str(status))
    assert all(row.dead_at is None for row in await world.outbox())  # nobody has to do anything about it


async def test_one_browser_that_takes_it_is_enough(
    world: World, service: Gateway, allowing: Settings
) -> None:
    async with listening() as gone:
        gone.answers(410)
        await switched_on(world, "bram", Browser(f"{gone.url}/old"))
        await switched_on(world, "bram", Browser(f"{service.url}/new"))
        notice_id = await told(world, "bram")
        await work(allowing)
    assert (await notice(world, notice_id)).sent_at is not None
    async with world.scope():
        assert len(await browsers_of(_id(world, "bram"))) == 1


async def test_trouble_is_tried_again_and_then_let_go(
    world: World, service: Gateway, allowing: Settings
) -> None:
    await switched_on(world, "bram", Browser(f"{service.url}/push"))
    service.answers(503)
    notice_id = await told(world, "bram")
    for hours in range(10):
        world.move_to(world.at(hours=hours))
        await work(allowing)
    row = await notice(world, notice_id)
    assert (row.sent_at is None, row.failed_at is not None, row.tries, len(service.got)) == (True, True, 6, 6)
    assert all(row.dead_at is None for row in await world.outbox())


async def test_an_earlier_secret_s_browser_still_reads(
    world: World, service: Gateway, allowing: Settings
) -> None:
    browser = Browser(f"{service.url}/push")
    await switched_on(world, "bram", browser)
    rotated = replace(allowing, secret="n" * 40, secret_previous=(world.settings.secret,))
    await told(world, "bram")
    await work(rotated)
    assert browser.read(service.got[0].body)["title"] == "Harbour"
    assert _sent_by(service.got[0], world)


async def test_a_browser_tells_one_person_whoever_asks_last(world: World, service: Gateway) -> None:
    browser = Browser(f"{service.url}/desk")
    await switched_on(world, "bram", browser)
    await switched_on(world, "ines", browser)
    async with world.scope():
        assert await browsers_of(_id(world, "bram")) == []
        [row] = await browsers_of(_id(world, "ines"))
        assert (await tenant_by_id(world.id)).ways == ["push"]
        await unsubscribe(row.id, by=world.actor("bram"), now=MONDAY)  # not his
        assert len(await browsers_of(_id(world, "ines"))) == 1
        await unsubscribe(row.id, by=world.actor("ines"), now=MONDAY)
        assert await browsers_of(_id(world, "ines")) == []
    assert not await wants_push(world, "bram")
    assert {"push-on", "push-off"} <= set(await world.acts())


async def test_the_oldest_of_many_makes_room(world: World, service: Gateway) -> None:
    for number in range(MOST + 2):
        await switched_on(world, "bram", Browser(f"{service.url}/{number}"))
    async with world.scope():
        assert len(await browsers_of(_id(world, "bram"))) == MOST


async def test_no_service_inside_and_no_odd_keys(world: World) -> None:
    good = Browser("https://push.example.com/x").subscribed
    for given in (
        replace(good, endpoint="https://127.0.0.1/x"),
        replace(good, endpoint="http://push.example.com/x"),
        replace(good, endpoint="https://push.example.com/" + "x" * 2000),
        replace(good, browser_key="AAAA"),
        replace(good, browser_secret=""),
    ):
        async with world.scope():
            with pytest.raises(NoPushService):
                await subscribe(given, our_key="k", device="", allowed=(), by=world.actor("bram"), now=MONDAY)


async def test_who_has_left_is_told_nothing(world: World, service: Gateway, allowing: Settings) -> None:
    await switched_on(world, "bram", Browser(f"{service.url}/push"))
    async with world.scope():
        await execute("UPDATE person SET status = 'suspended' WHERE id = $1", _id(world, "bram"))
    await told(world, "bram")
    await work(allowing)
    assert service.got == []


async def wants_push(world: World, who: str) -> bool:
    async with world.scope():
        person = await Person.objects().get(Person.id == _id(world, who))
    assert person is not None
    return preferences_of(person.preferences).push


def _id(world: World, who: str) -> UUID:
    found = world.actor(who).id
    assert found is not None
    return found
