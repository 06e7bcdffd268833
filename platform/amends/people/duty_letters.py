"""Telling people that they are put on duty or taken off it, and that something was left for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from amends.complaints.desk import Desk
from amends.people.actor import Actor
from amends.people.cover import Stretch
from amends.people.queries import as_recipients
from amends.people.staff_letters import StaffLetter, write
from amends.people.tables import Person

_MOST = 30
"""Of one letter's lines: whoever wants to see the rest opens the page."""


async def tell_of_duty(
    desk: Desk,
    letter: StaffLetter,
    person: Person,
    *,
    roster: str,
    shifts: Sequence[Stretch],
    key: str,
    by: Actor,
    now: datetime,
) -> None:
    """Nobody is told of what they did themselves."""
    if person.id == by.id or not shifts:
        return
    [to] = as_recipients([person])
    await write(
        desk,
        letter,
        to=to,
        values={
            "roster": roster_name(desk, roster, to.language),
            "by": by.name or desk.name_in(to.language),
            "shifts": _lines(desk, shifts, to.language),
            "link": link_to(desk, roster),
        },
        key=key,
        now=now,
        in_portal=True,
    )


async def tell_of_note(
    desk: Desk, people: Iterable[Person], *, roster: str, note_id: UUID, by: Actor, now: datetime
) -> None:
    """Without its words: they may name people, and stand on the page."""
    for to in as_recipients(people):
        await write(
            desk,
            StaffLetter.DUTY_NOTE,
            to=to,
            values={
                "roster": roster_name(desk, roster, to.language),
                "by": by.name,
                "link": link_to(desk, roster),
            },
            key=str(note_id),
            now=now,
            in_portal=True,
        )


def roster_name(desk: Desk, roster: str, language: str) -> str:
    """One that the policy has no more is called by its code."""
    found = desk.policy.rosters.get(roster)
    return found.name.in_language(language) if found is not None else roster


def link_to(desk: Desk, roster: str) -> str:
    return f"{desk.base_url}/portal/duty?roster={roster}"


def _lines(desk: Desk, shifts: Sequence[Stretch], language: str) -> str:
    lines = [
        f"· {desk.local(begins, language)} – {desk.local(ends, language)}" for begins, ends in shifts[:_MOST]
    ]
    return "\n".join([*lines, *(["…"] if len(shifts) > _MOST else [])])
