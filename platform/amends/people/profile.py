"""What people say of themselves and choose for themselves."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import available_timezones

import msgspec

from amends.audit.operations import record
from amends.complaints.texts import Texts
from amends.database.scope import execute, fetch_one
from amends.errors import Invalid
from amends.notices.hours import minute_text
from amends.notices.preferences import Hours, Preferences, chosen, preferences_of, stored
from amends.people.actor import Actor, ActorKind

LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Profile:
    name: str
    language: str
    time_zone: str = ""
    """Empty: the organisation's."""
    phone: str = ""
    position: str = ""


def checked(profile: Profile) -> Profile:
    wrong: dict[str, str] = {}
    texts = Texts(wrong)
    name = texts.line("name", profile.name)
    phone = texts.line("phone", profile.phone, required=False)
    position = texts.line("position", profile.position, required=False)
    if profile.language not in LANGUAGES:
        wrong["language"] = "Please choose a language."
    if profile.time_zone and profile.time_zone not in available_timezones():
        wrong["time_zone"] = "Please choose a time zone."
    if wrong:
        raise Invalid(wrong)
    return Profile(name, profile.language, profile.time_zone, phone, position)


async def change_profile(person_id: UUID, profile: Profile, *, now: datetime) -> None:
    new = checked(profile)
    await execute(
        """UPDATE person SET name = $2, language = $3, time_zone = $4, phone = $5, position = $6
        WHERE id = $1""",
        person_id,
        new.name,
        new.language,
        new.time_zone or None,
        new.phone or None,
        new.position or None,
    )
    await record(
        act="profile",
        by=Actor(ActorKind.PERSON, id=person_id),
        now=now,
        detail={"person": person_id, "language": new.language},
        personal={"name": new.name, "phone": new.phone, "position": new.position},
    )


async def change_preferences(
    person_id: UUID,
    *,
    no_mail: Collection[str],
    no_app: Collection[str],
    hours: Hours | None = None,
    now: datetime,
) -> None:
    """`hours` None: as before."""
    before = await _preferences(person_id)
    new = chosen(no_mail, no_app, before=before, hours=hours)
    await execute("UPDATE person SET preferences = $2 WHERE id = $1", person_id, stored(new))
    await record(
        act="notification-settings",
        by=Actor(ActorKind.PERSON, id=person_id),
        now=now,
        detail={
            "no_mail": list(new.no_mail),
            "no_app": list(new.no_app),
            "quiet": f"{minute_text(new.quiet_from)}-{minute_text(new.quiet_until)}",
            "digest": minute_text(new.digest_at),
        },
    )


async def change_push(person_id: UUID, *, on: bool) -> None:
    """Whether any browser of theirs shows notices; which ones do is kept where they are registered."""
    new = msgspec.structs.replace(await _preferences(person_id), push=on)
    await execute("UPDATE person SET preferences = $2 WHERE id = $1", person_id, stored(new))


async def _preferences(person_id: UUID) -> Preferences:
    row = await fetch_one("SELECT preferences FROM person WHERE id = $1 FOR NO KEY UPDATE", person_id)
    return preferences_of(row["preferences"] if row else None)


async def change_operator(operator_id: UUID, profile: Profile) -> None:
    new = checked(profile)
    await execute(
        "UPDATE operator SET name = $2, language = $3, time_zone = $4 WHERE id = $1",
        operator_id,
        new.name,
        new.language,
        new.time_zone or None,
    )
