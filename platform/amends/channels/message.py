"""The one interface of every way out that is not mail: a message in; taken, refused for good or try later out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from amends.outbox.reasons import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is to be told, in the reader's language, and to whom."""

    id: str
    """The same at every attempt: a service that knows it sends once."""
    to: str = ""
    """A telephone number as E.164 writes it; "" for the group of a robot."""
    language: str = "en"
    subject: str = ""
    body: str = ""
    link: str = ""
    number: str = ""
    """The case's."""
    code: str = ""
    """The access code, in the notices that are there to tell it."""
    organisation: str = ""
    names: tuple[str, ...] = ()
    """Whom a group's message is for."""
    mentions: tuple[str, ...] = ()
    """Their telephone numbers, by which some groups call them."""


class Outcome(StrEnum):
    TAKEN = "taken"
    REFUSED = "refused"
    """For good: the same message would be refused again."""
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of it. `words` are codes only, such as `200 errcode=0`: never an address, a number or a sentence."""

    outcome: Outcome
    words: str = ""
    reason: Reason = Reason.OTHER
    """Why not, unless it was taken."""
    provider_id: str = ""
    """What whoever took it calls it."""


class Way(Protocol):
    """Done when whoever carries it has answered, or will not; no transaction may be open meanwhile."""

    async def send(self, message: Message) -> Answer: ...
