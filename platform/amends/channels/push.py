"""Browsers of one person as a way out. What travels names a case and an event, nothing else, and is encrypted."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

import msgspec

from amends import clock
from amends.channels.encryption import encrypted
from amends.channels.filling import Request
from amends.channels.http import NoResponse, ask
from amends.channels.message import Answer, Message, Outcome
from amends.channels.tables import PushSubscription
from amends.channels.vapid import authorization
from amends.outbox.reasons import Reason

KEPT_SECONDS: Final = 24 * 60 * 60
"""How long a service keeps it for a browser that is closed."""
_GONE: Final = (404, 410)


@dataclass(frozen=True, slots=True)
class Browsers:
    """`gone` and `took` are filled by sending: rows that are of no use any more, and rows that took it."""

    rows: Sequence[PushSubscription]
    secrets: Sequence[str] = field(repr=False)
    contact: str
    """Whom a push service would write to: the deployment's sender of mail."""
    allowed: Collection[str] = ()
    gone: list[UUID] = field(default_factory=list)
    took: list[UUID] = field(default_factory=list)

    async def send(self, message: Message) -> Answer:
        """Taken when any browser's service took it: the person has been told. All at once: a claim does not last long."""
        answers = await asyncio.gather(*(self._send_to(row, message) for row in self.rows))
        for outcome in (Outcome.TAKEN, Outcome.LATER):
            for answer in answers:
                if answer.outcome is outcome:
                    return answer
        return answers[0] if answers else Answer(Outcome.REFUSED, "no browser", Reason.NO_GATEWAY)

    async def _send_to(self, row: PushSubscription, message: Message) -> Answer:
        request = self._request(row, message)
        if request is None:
            self.gone.append(row.id)
            return Answer(Outcome.REFUSED, "key not ours any more", Reason.NO_GATEWAY)
        try:
            response = await ask(request, allowed=self.allowed)
        except NoResponse as trouble:
            return Answer(Outcome.LATER, trouble.words, Reason.GATEWAY_TROUBLE)
        words = str(response.status)
        if 200 <= response.status < 300:
            self.took.append(row.id)
            return Answer(Outcome.TAKEN, words)
        if response.status in _GONE:
            self.gone.append(row.id)
            return Answer(Outcome.REFUSED, words, Reason.NO_GATEWAY)
        if response.status in (400, 413):
            return Answer(Outcome.REFUSED, words, Reason.MESSAGE_REFUSED)
        return Answer(Outcome.LATER, words, Reason.GATEWAY_TROUBLE)

    def _request(self, row: PushSubscription, message: Message) -> Request | None:
        signed = authorization(
            str(row.endpoint),
            our_key=str(row.our_key),
            secrets=self.secrets,
            contact=self.contact,
            now=clock.now(),
        )
        if not signed:
            return None
        body = encrypted(
            payload_of(message), browser_key=str(row.browser_key), browser_secret=str(row.browser_secret)
        )
        headers = (
            ("Authorization", signed),
            ("TTL", str(KEPT_SECONDS)),
            ("Urgency", "normal"),
            ("Topic", message.id.replace("-", "")[:32]),
            ("Content-Encoding", "aes128gcm"),
            ("Content-Type", "application/octet-stream"),
        )
        return Request("POST", str(row.endpoint), headers, body)


def payload_of(message: Message) -> bytes:
    """What push-worker.js shows: the case's number, what happened, and where to look."""
    return msgspec.json.encode(
        {
            "id": message.id,
            "title": message.number or message.organisation,
            "text": message.subject,
            "url": message.link,
        }
    )
