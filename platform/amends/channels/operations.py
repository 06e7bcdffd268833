"""Gateways of an organisation: added, changed, tested, switched on and off, removed.

Which ways are open stands in the register, which every request reads: planning a notice asks for no gateway.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from amends.audit.operations import record
from amends.channels import keys
from amends.channels.checking import keys_from, recipe_from
from amends.channels.message import Answer, Outcome
from amends.channels.open_ways import keep_ways, one_at_a_time
from amends.channels.presets import PRESETS, Preset
from amends.channels.recipe import Kind, Recipe, recipe_of, stored
from amends.channels.tables import Gateway
from amends.complaints.texts import line
from amends.database.rows import select_all, select_one
from amends.database.scope import execute
from amends.errors import DomainError, Invalid, NotFound
from amends.people.actor import Actor
from amends.people.rights import Right
from amends.people.tables import Department

MOST: Final = 50
LONGEST_NAME: Final = 80


class TooManyGateways(DomainError):
    code = "too-many-gateways"
    status = 409
    message = "There are too many gateways. Please remove one that is not used first."


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A form as it was typed. Empty keys leave those that are kept, unless they are to be forgotten."""

    label: str
    recipe: Mapping[str, str]
    key: str = ""
    secret: str = ""
    forget: bool = False
    department_id: UUID | None = None


async def gateways() -> list[Gateway]:
    """Those in use first, then by name."""
    return await select_all(Gateway, "ORDER BY on_since IS NULL, kind, label, id")


async def gateway(gateway_id: UUID) -> Gateway:
    found = await select_one(Gateway, "WHERE id = $1", gateway_id)
    if found is None:
        raise NotFound()
    return found


async def groups() -> list[Department]:
    """Departments that may have a chat group of their own."""
    return await select_all(Department, "WHERE retired_at IS NULL ORDER BY rank, code")


async def add(
    preset: str, given: Given, *, secrets: Sequence[str], allowed: Collection[str], by: Actor, now: datetime
) -> UUID:
    """Switched off until somebody has seen a test arrive."""
    by.demand(Right.MANAGE_SETTINGS)
    begun = PRESETS.get(preset)
    if begun is None:
        raise NotFound()
    await one_at_a_time()
    if len(await gateways()) >= MOST:
        raise TooManyGateways()
    label, recipe, found = await _checked(begun, given, kept={}, allowed=allowed)
    row = Gateway(
        id=uuid4(),
        kind=begun.kind,
        preset=preset,
        label=label,
        recipe=stored(recipe),
        sealed=keys.sealed(found, secrets),
        department_id=given.department_id,
        added_at=now,
        added_by=by.id,
        changed_at=now,
    )
    await Gateway.insert(row)
    await _record("gateway-added", row, by=by, now=now)
    return row.id


async def change(
    gateway_id: UUID,
    given: Given,
    *,
    secrets: Sequence[str],
    allowed: Collection[str],
    by: Actor,
    now: datetime,
) -> None:
    """One that is in use goes on being used, as it is now. Keys go nowhere but where they were typed in for."""
    by.demand(Right.MANAGE_SETTINGS)
    await one_at_a_time()
    row = await gateway(gateway_id)
    kept = {} if given.forget else _kept(row, secrets)
    label, recipe, found = await _checked(preset_of(row), given, kept=kept, allowed=allowed)
    if _host(recipe.url) != _host(recipe_of(row.recipe).url) and found and _reused(found, given):
        raise Invalid({"key": "The host is another one: type the keys in again, or have them forgotten."})
    await execute(
        """UPDATE gateway SET label = $2, recipe = $3, sealed = $4, department_id = $5, changed_at = $6,
        tested_at = NULL, test_outcome = NULL, test_answer = NULL WHERE id = $1""",
        row.id,
        label,
        stored(recipe),
        keys.sealed(found, secrets),
        given.department_id,
        now,
    )
    await _record("gateway-changed", row, by=by, now=now)


async def switch(gateway_id: UUID, *, on: bool, by: Actor, now: datetime) -> None:
    by.demand(Right.MANAGE_SETTINGS)
    await one_at_a_time()
    row = await gateway(gateway_id)
    if on == (row.on_since is not None):
        return
    await execute("UPDATE gateway SET on_since = $2 WHERE id = $1", row.id, now if on else None)
    await keep_ways()
    await _record("gateway-on" if on else "gateway-off", row, by=by, now=now)


async def remove(gateway_id: UUID, *, by: Actor, now: datetime) -> None:
    """With its keys, for good."""
    by.demand(Right.MANAGE_SETTINGS)
    await one_at_a_time()
    row = await gateway(gateway_id)
    await execute("DELETE FROM gateway WHERE id = $1", row.id)
    await keep_ways()
    await _record("gateway-removed", row, by=by, now=now)


async def note_test(gateway_id: UUID, answer: Answer, *, by: Actor, now: datetime) -> None:
    by.demand(Right.MANAGE_SETTINGS)
    row = await gateway(gateway_id)
    await execute(
        "UPDATE gateway SET tested_at = $2, test_outcome = $3, test_answer = $4 WHERE id = $1",
        row.id,
        now,
        str(answer.outcome),
        answer.words,
    )
    taken = "yes" if answer.outcome is Outcome.TAKEN else "no"
    await record(act="gateway-tested", by=by, now=now, detail={"gateway": row.id, "taken": taken})


def preset_of(row: Gateway) -> Preset:
    """One that a later version has no more is as free as one begun from nothing."""
    known = PRESETS.get(str(row.preset))
    return known or replace(PRESETS["sms-json"], kind=Kind(row.kind))


async def _checked(
    preset: Preset, given: Given, *, kept: Mapping[str, str], allowed: Collection[str]
) -> tuple[str, Recipe, dict[str, str]]:
    """Everything that is wrong is said at once."""
    wrong: dict[str, str] = {}
    values: dict[str, object] = {}
    label, recipe, found = "", preset.recipe, dict[str, str]()
    try:
        label = line("label", given.label, longest=LONGEST_NAME)
    except Invalid as error:
        wrong |= error.fields
    try:
        recipe = recipe_from(given.recipe, allowed=allowed)
    except Invalid as error:
        wrong |= error.fields
        values |= error.values
    try:
        found = keys_from(preset, recipe, key=given.key, secret=given.secret, kept=kept)
    except Invalid as error:
        wrong |= error.fields
    if given.department_id is not None and not await Department.exists().where(
        (Department.id == given.department_id) & Department.retired_at.is_null()
    ):
        wrong["department"] = "Please choose one of these."
    if wrong:
        raise Invalid(wrong, None, **values)
    return label, recipe, found


def _kept(row: Gateway, secrets: Sequence[str]) -> dict[str, str]:
    """None that cannot be opened any more: whoever saves types them in anew."""
    try:
        return keys.opened(row.sealed, secrets)
    except keys.KeysUnreadable:
        return {}


def _reused(found: Mapping[str, str], given: Given) -> bool:
    typed = {"key": given.key.strip(), "secret": given.secret.strip()}
    return any(not typed[name] for name in found)


def _host(url: str) -> str:
    return url.partition("://")[2].partition("/")[0].lower()


async def _record(act: str, row: Gateway, *, by: Actor, now: datetime) -> None:
    about = {"gateway": row.id, "kind": str(row.kind), "preset": str(row.preset)}
    await record(act=act, by=by, now=now, detail=about, personal={"label": str(row.label)})
