"""Under a grant an operator walks in by a link that is good once and for a minute, and every look is written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from amends.access.tables import AccessLook, AccessVisit
from amends.audit.operations import record
from amends.database.scope import current_tenant, execute, fetch_one
from amends.errors import DomainError, NotFound
from amends.people.actor import Actor, ActorKind
from amends.people.rights import Right
from amends.people.secrets import new_token, token_digest
from amends.tenancy.operators import note_act

LINK_LASTS = timedelta(seconds=60)
RIGHTS = frozenset({Right.READ_CASES, Right.READ_AUDIT})
"""Looking, and nothing that changes anything; no originals either."""
SAME_LIST = timedelta(minutes=5)
"""A list that keeps itself true asks again and again: within this it is one look. Cases are noted every time."""

_OPEN = "g.ended_at IS NULL AND g.until > $2 AND o.removed_at IS NULL"
"""Of a grant g, its operator o, and now as $2."""


class LinkOver(DomainError):
    code = "link-over"
    status = 404
    message = "This way in is used up, older than a minute, or its grant has ended."
    hint = "Go back to the console and take a new one."


@dataclass(frozen=True, slots=True)
class Guest:
    """An operator inside an organisation, and until when."""

    actor: Actor
    visit_id: UUID
    grant_id: UUID
    until: datetime


async def make_link(grant_id: UUID, *, by: Actor, now: datetime) -> str:
    """The token of a way in, for the grant's own operator only; needs the organisation's scope, as everything here."""
    row = await fetch_one(
        f"""SELECT g.id FROM access_grant g JOIN operator o ON o.id = g.operator_id
        WHERE g.id = $1 AND g.operator_id = $3 AND {_OPEN}""",  # noqa: S608
        grant_id,
        now,
        by.id,
    )
    if row is None:
        raise NotFound("This grant has ended.")
    token = new_token()
    await AccessVisit.insert(
        AccessVisit(
            id=uuid4(), grant_id=grant_id, link_digest=token_digest(token), link_until=now + LINK_LASTS
        )
    )
    return token


async def enter(link: str, *, now: datetime) -> tuple[str, datetime]:
    """The session's token and when it ends at the latest. Of two who come with one link, one finds it used."""
    token = new_token()
    row = await fetch_one(
        f"""UPDATE access_visit v SET entered_at = $2, token_digest = $3
        FROM access_grant g JOIN operator o ON o.id = g.operator_id
        WHERE v.link_digest = $1 AND v.entered_at IS NULL AND v.link_until > $2
            AND g.tenant_id = v.tenant_id AND g.id = v.grant_id AND {_OPEN}
        RETURNING g.id, g.until, o.id AS operator_id, o.name""",  # noqa: S608
        token_digest(link),
        now,
        token_digest(token),
    )
    if row is None:
        raise LinkOver()
    operator = Actor(ActorKind.OPERATOR, id=row["operator_id"], name=row["name"])
    await record(
        act="operator-entered",
        by=operator,
        now=now,
        detail={"grant": row["id"]},
        personal={"operator": row["name"]},
    )
    await note_act(act="entered", by=operator, tenant_id=current_tenant(), now=now, grant=str(row["id"]))
    return token, row["until"]


async def guest_of(*, token: str, now: datetime) -> Guest | None:
    """Who comes with this cookie; nobody once the grant has ended, whatever the cookie says."""
    row = await fetch_one(
        f"""SELECT v.id AS visit_id, g.id AS grant_id, g.until, o.id, o.name, o.email, o.language
        FROM access_visit v
        JOIN access_grant g ON g.tenant_id = v.tenant_id AND g.id = v.grant_id
        JOIN operator o ON o.id = g.operator_id
        WHERE v.token_digest = $1 AND v.left_at IS NULL AND {_OPEN}""",  # noqa: S608
        token_digest(token),
        now,
    )
    if row is None:
        return None
    actor = Actor(
        ActorKind.OPERATOR,
        id=row["id"],
        name=row["name"],
        email=row["email"],
        language=row["language"],
        rights=RIGHTS,
    )
    return Guest(actor, row["visit_id"], row["grant_id"], row["until"])


async def leave(guest: Guest, *, now: datetime) -> None:
    """The grant stays open: its operator may come again until it ends."""
    await execute(
        "UPDATE access_visit SET left_at = $2 WHERE id = $1 AND left_at IS NULL", guest.visit_id, now
    )
    await record(
        act="operator-left",
        by=guest.actor,
        now=now,
        detail={"grant": guest.grant_id},
        personal={"operator": guest.actor.name},
    )


async def note_look(guest: Guest, path: str, *, complaint_id: UUID | None, now: datetime) -> None:
    """In the history of the case that was looked at, or in the organisation's own. NotFound for a case of nobody's."""
    number = None
    if complaint_id is not None:
        row = await fetch_one("SELECT number FROM complaint WHERE id = $1", complaint_id)
        if row is None:
            raise NotFound()
        number = str(row["number"])
    elif await _seen_lately(guest, path, now):
        return
    await AccessLook.insert(AccessLook(id=uuid4(), grant_id=guest.grant_id, at=now, path=path, number=number))
    await record(
        act="operator-looked",
        by=guest.actor,
        now=now,
        complaint_id=complaint_id,
        detail={"grant": guest.grant_id, "path": path},
        personal={"operator": guest.actor.name},
    )


async def _seen_lately(guest: Guest, path: str, now: datetime) -> bool:
    row = await fetch_one(
        "SELECT id FROM access_look WHERE grant_id = $1 AND at > $2 AND path = $3 LIMIT 1",
        guest.grant_id,
        now - SAME_LIST,
        path,
    )
    return row is not None
