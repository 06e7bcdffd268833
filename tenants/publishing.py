"""Publishing what was drafted, and going back: each is a new version that never changes again.

The version in force, its number, the departments it needs, the calendar and the entry in the history come in one
transaction; whoever publishes at the same moment waits, and is then told what happened.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

import msgspec

from amends.audit.operations import record
from amends.complaints.texts import prose
from amends.database.rows import insert_all, new_row
from amends.errors import DomainError
from amends.health.finding import Finding
from amends.people.actor import Actor, ActorKind
from amends.people.roles import settle
from amends.policy.parse import PolicyError, dumps
from amends.policy.places import dotted
from amends.tenancy.tables import Tenant
from tenants.adopted import stored
from tenants.calendars import publish_if_changed
from tenants.checking import Checked, checked
from tenants.departments import make_departments
from tenants.drafts import MOST_PATHS, DraftMoved, remove_draft
from tenants.health import worse
from tenants.tables import PolicyVersion
from tenants.versions import State, Version, pins_stored, version_by_id, version_by_number
from tenants.working import changed_paths, demand, locked

LONGEST_REASON = 1000


class NothingToPublish(DomainError):
    code = "nothing-to-publish"
    status = 409
    message = "There is no draft, or it changes nothing."
    hint = "Somebody may have published it already. Look at the latest version."


class DraftOutdated(DomainError):
    code = "draft-outdated"
    status = 409
    message = "Another version was published since this draft was begun."
    hint = "Bring the draft up to date first: what both changed is kept."


class WeakPolicy(DomainError):
    code = "weak-policy"
    status = 409
    message = "The draft would leave something to nobody, or promise nothing."
    hint = "What it is stands on the page of the draft, each with a link to where it is mended."

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__()
        self.findings = findings


class AlreadyInForce(DomainError):
    code = "already-in-force"
    status = 409
    message = "This version is in force."


async def publish(tenant: Tenant, *, seen: str, reason: str, by: Actor, now: datetime) -> Version:
    """The draft its publisher saw becomes the version in force; PolicyError names all that stops it."""
    demand(by)
    reason = prose("reason", reason, longest=LONGEST_REASON, needed="Please say why.")
    work = await locked(tenant)
    if not work.exists:
        raise NothingToPublish()
    if seen != work.seen:
        raise DraftMoved()
    if work.outdated:
        raise DraftOutdated()
    paths = changed_paths(work.in_force.state, work.state)
    if not paths:
        raise NothingToPublish()
    found = await _sound(work.state, work.in_force.state)
    await _demand_no_worse(tenant, found, work.in_force.state, now=now)
    version = await _become(
        tenant, work.state, found, number=work.in_force.number + 1, reason=reason, by=by, now=now
    )
    await remove_draft(work)
    await _record("publish-policy", version, found, paths, reason, by=by, now=now)
    return version


async def roll_back(
    tenant: Tenant, number: int, *, in_force: int, reason: str, by: Actor, now: datetime
) -> Version:
    """Publish an old version anew; `in_force`: the number its reader saw. A draft stays, and says that it is outdated."""
    demand(by)
    reason = prose("reason", reason, longest=LONGEST_REASON, needed="Please say why.")
    work = await locked(tenant)
    old = await version_by_number(number)
    if work.in_force.number != in_force:
        raise DraftOutdated()
    if old.number == work.in_force.number:
        raise AlreadyInForce()
    found = await _sound(old.state, work.in_force.state)
    paths = changed_paths(work.in_force.state, old.state)
    version = await _become(
        tenant, old.state, found, number=in_force + 1, reason=reason, by=by, now=now, back_to=number
    )
    await _record("roll-back-policy", version, found, paths, reason, by=by, now=now, back_to=number)
    return version


async def roll_back_checked(number: int, in_force: State) -> tuple[Version, Checked]:
    """What publishing an old version anew would meet."""
    old = await version_by_number(number)
    return old, await checked(old.state, in_force=in_force)


async def _sound(state: State, in_force: State) -> Checked:
    found = await checked(state, in_force=in_force)
    if not found.sound:
        raise PolicyError(
            [": ".join(filter(None, (dotted(each.keys), each.text))) for each in found.problems]
        )
    return found


async def _demand_no_worse(tenant: Tenant, found: Checked, in_force: State, *, now: datetime) -> None:
    """Going back is always allowed: whoever goes back repairs."""
    assert found.policy is not None
    stopping = (await worse(tenant, found.policy, in_force.policy(), now=now)).stopping
    if stopping:
        raise WeakPolicy(stopping)


async def _become(
    tenant: Tenant,
    state: State,
    found: Checked,
    *,
    number: int,
    reason: str,
    by: Actor,
    now: datetime,
    back_to: int | None = None,
) -> Version:
    policy = found.policy
    assert policy is not None
    row = new_row(
        PolicyVersion,
        id=uuid4(),
        number=number,
        document=dumps(policy).decode(),
        template=state.adopted.code,
        template_version=state.adopted.version,
        published_at=now,
        overrides=msgspec.json.encode(state.own.layer).decode(),
        variants=msgspec.json.encode(state.variants).decode(),
        pins=pins_stored(state.own.pins),
        template_document=stored(state.adopted),
        published_by=by.id if by.kind is ActorKind.PERSON else None,
        reason=reason,
        rolled_back_to=back_to,
    )
    await insert_all([row])
    tenant.policy_version_id = row.id  # the register has it by its trigger
    await make_departments(policy)
    await settle(policy.roles)
    await publish_if_changed(tenant, policy.calendar, by=by, now=now, reason=reason)
    return await version_by_id(row.id)


async def _record(
    act: str,
    version: Version,
    found: Checked,
    paths: list[str],
    reason: str,
    *,
    by: Actor,
    now: datetime,
    back_to: int | None = None,
) -> None:
    """With the document's hash: the history proves what was published."""
    assert found.policy is not None
    detail: dict[str, object] = {
        "number": version.number,
        "version": version.id,
        "sha256": hashlib.sha256(dumps(found.policy)).hexdigest(),
        "paths": paths[:MOST_PATHS],
        "count": len(paths),
        "loosened": [dotted(each.keys) for each in found.loosened][:MOST_PATHS],
    }
    if back_to is not None:
        detail["back_to"] = back_to
    await record(act=act, by=by, now=now, detail=detail, personal={"reason": reason})
