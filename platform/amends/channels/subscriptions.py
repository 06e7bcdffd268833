"""The browsers in which a member of staff wants to be told, and what is told there."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec

from amends.audit.operations import record
from amends.channels.encryption import key_bytes
from amends.channels.guard import wrong_with
from amends.channels.open_ways import keep_ways, one_at_a_time
from amends.channels.tables import PushSubscription
from amends.database.rows import insert_all, new_row, select_all
from amends.database.scope import execute, fetch, fetch_one
from amends.errors import DomainError, Forbidden
from amends.notices.preferences import preferences_of, stored
from amends.people.actor import Actor
from amends.policy.document import Text
from amends.policy.events import Event

MOST: Final = 10
"""Browsers of one person; the one added longest ago makes room."""

_WORDS: Final[Mapping[str, Text]] = {
    Event.ASSIGNED: Text(zh="有投诉分派给您", en="A case was assigned to you"),
    Event.PROMISE_WARNING: Text(zh="时限即将到期", en="A promise is due soon"),
    Event.PROMISE_BROKEN: Text(zh="时限已超过", en="A promise is broken"),
    Event.ESCALATED: Text(zh="投诉已升级", en="A case was escalated"),
    Event.CASE_NEWS: Text(zh="投诉有新动态", en="There is news of a case"),
    Event.MAJOR: Text(zh="重大投诉", en="A major complaint"),
    Event.REPORT: Text(zh="月度报告已生成", en="The monthly report is there"),
}
_ANYTHING: Final = Text(zh="您有一条新通知", en="There is a notice for you")


class NoPushService(DomainError):
    code = "no-push-service"
    status = 422
    message = "This browser named no push service that can be used."
    hint = "Try it in another browser, or with another profile of this one."


@dataclass(frozen=True, slots=True)
class Subscribed:
    """As the browser gives it (PushSubscription.toJSON)."""

    endpoint: str
    browser_key: str
    browser_secret: str


def words_for(event: str, language: str) -> str:
    """What happened, without saying to whom or about whom."""
    return _WORDS.get(event, _ANYTHING).in_language(language)


def digest_of(endpoint: str) -> bytes:
    return hashlib.sha256(endpoint.encode()).digest()


async def browsers_of(person_id: UUID) -> Sequence[PushSubscription]:
    """The one added last first."""
    return await select_all(PushSubscription, "WHERE person_id = $1 ORDER BY added_at DESC, id", person_id)


async def subscribe(
    given: Subscribed, *, our_key: str, device: str, allowed: Collection[str], by: Actor, now: datetime
) -> None:
    """A browser tells one person: whoever asks last in it."""
    person_id = _staff(by)
    _demand_usable(given, allowed)
    await one_at_a_time()
    digest = digest_of(given.endpoint)
    before = await fetch(
        "DELETE FROM push_subscription WHERE endpoint_digest = $1 RETURNING person_id", digest
    )
    row = new_row(
        PushSubscription,
        person_id=person_id,
        endpoint=given.endpoint,
        endpoint_digest=digest,
        browser_key=given.browser_key,
        browser_secret=given.browser_secret,
        our_key=our_key,
        device=device,
        added_at=now,
    )
    await insert_all([row])
    surplus = [old.id for old in (await browsers_of(person_id))[MOST:]]
    await execute("DELETE FROM push_subscription WHERE id = ANY ($1::uuid[])", surplus)
    await _settled({person_id, *(row["person_id"] for row in before)})
    await record(act="push-on", by=by, now=now, detail={"person": person_id})


async def unsubscribe(row_id: UUID, *, by: Actor, now: datetime) -> None:
    """One of one's own; somebody else's stays."""
    person_id = _staff(by)
    await one_at_a_time()
    gone = await fetch_one(
        "DELETE FROM push_subscription WHERE id = $1 AND person_id = $2 RETURNING id", row_id, person_id
    )
    if gone is not None:
        await _settled([person_id])
        await record(act="push-off", by=by, now=now, detail={"person": person_id})


async def forget(row_ids: Collection[UUID]) -> None:
    """Their services say that they are gone."""
    if row_ids:
        await one_at_a_time()
        rows = await fetch(
            "DELETE FROM push_subscription WHERE id = ANY ($1::uuid[]) RETURNING person_id", list(row_ids)
        )
        await _settled({row["person_id"] for row in rows})


async def note_taken(row_ids: Collection[UUID], *, now: datetime) -> None:
    if row_ids:
        await execute(
            "UPDATE push_subscription SET taken_at = $2 WHERE id = ANY ($1::uuid[])", list(row_ids), now
        )


async def _settled(person_ids: Collection[UUID]) -> None:
    """Whether somebody can be told so stands with their wishes: planning a notice asks for no browsers."""
    rows = await fetch(
        """SELECT p.id, p.preferences, EXISTS (SELECT FROM push_subscription s WHERE s.person_id = p.id) AS push
        FROM person p WHERE p.id = ANY ($1::uuid[]) ORDER BY p.id FOR NO KEY UPDATE""",
        list(person_ids),
    )
    for row in rows:
        before = preferences_of(row["preferences"])
        if before.push != row["push"]:
            wishes = stored(msgspec.structs.replace(before, push=row["push"]))
            await execute("UPDATE person SET preferences = $2 WHERE id = $1", row["id"], wishes)
    await keep_ways()


def _demand_usable(given: Subscribed, allowed: Collection[str]) -> None:
    """The address is the browser's to choose, and a request to it leaves from here: it is looked at like a gateway's."""
    try:
        point = key_bytes(given.browser_key, 65)
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        key_bytes(given.browser_secret, 16)
    except ValueError:
        raise NoPushService() from None
    if len(given.endpoint) > 2000 or not given.endpoint.isascii() or wrong_with(given.endpoint, allowed):
        raise NoPushService()


def _staff(by: Actor) -> UUID:
    if by.id is None:
        raise Forbidden()
    return by.id
