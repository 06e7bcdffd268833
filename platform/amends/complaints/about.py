"""Whoever a complaint is about neither handles nor decides it."""

from __future__ import annotations

from amends.complaints.tables import Complaint
from amends.errors import DomainError
from amends.people.actor import Actor, ActorKind

ABOUT_THEM = "The complaint is about this person: somebody else has to handle it."


class AboutYou(DomainError):
    code = "about-you"
    status = 403
    message = "This complaint is about you: somebody else has to handle it."


def demand_unconcerned(row: Complaint, by: Actor) -> None:
    if by.kind is ActorKind.PERSON and by.id in row.about:
        raise AboutYou()
