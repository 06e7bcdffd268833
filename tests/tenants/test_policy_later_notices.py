"""A version adopted before an event existed: its letter is written, and other changes are published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
import pytest

from amends.database.scope import fetch_one
from amends.policy.events import Event
from amends.policy.overriding import put
from amends.policy.provenance import origins
from amends.policy.references import dangling
from tenants.adopted import Adopted, from_stored, stored
from tenants.later_notices import PROGRAM, foundation, on_later_notices
from tenants.templates import load_templates, pickable_templates
from tenants.working import changed_paths, edit
from tests.old_policy import OLD, both
from tests.tenants.policies import REOPEN, changed, publish_now, renew, work_of
from tests.world import MONDAY, World

NEW = (Event.LODGED, Event.SURVEY)
"""As if these had come with this program."""
ROLES = ("admin", "supervisor")


def without(notices: Mapping[str, Any]) -> dict[str, Any]:
    return {event: text for event, text in notices.items() if event not in NEW}


def adopted_before(adopted: Adopted) -> Adopted:
    layers = [
        msgspec.structs.replace(layer, layer={**layer.layer, "notices": without(_notices(layer.layer))})
        for layer in adopted.layers
    ]
    return msgspec.structs.replace(adopted, layers=tuple(layers))


async def adopt_before(world: World) -> None:
    """As version 2, in force."""
    async with world.scope():
        row = await fetch_one("SELECT document, template_document, variants FROM policy_version")
    assert row is not None
    document = msgspec.json.decode(row["document"])
    document["notices"] = without(document["notices"])
    async with world.as_owner("policy_version") as owner:
        await owner.execute(
            """INSERT INTO policy_version (id, tenant_id, number, document, template, template_version, published_at,
                overrides, variants, pins, template_document, reason)
            VALUES (gen_random_uuid(), $1, 2, $2, 'service', '0.1', $3, '{}', $4, '[]', $5, '')""",
            world.id,
            msgspec.json.encode(document).decode(),
            MONDAY,
            row["variants"],
            stored(adopted_before(from_stored(row["template_document"]))),
        )
    await renew(world)


async def test_an_unrelated_change_is_published_and_keeps_the_texts(world: World) -> None:
    await adopt_before(world)
    work = await changed(world, edit(put, REOPEN, 14))
    assert changed_paths(work.in_force.state, work.state) == [".".join(REOPEN)]
    version = await publish_now(world)
    assert (version.number, set(version.state.policy().notices)) == (3, set(Event))
    kept = version.state.adopted.layers[0]
    assert (kept.code, set(_notices(kept.layer))) == (PROGRAM, set(NEW))


async def test_pages_say_where_such_a_text_comes_from_and_it_may_be_changed(world: World) -> None:
    await adopt_before(world)
    found = origins((await work_of(world)).state.layers, part="notices")
    by_event = {keys[1]: origin.layer for keys, origin in found.items() if keys[2:] == ("body", "zh")}
    assert {event for event, layer in by_event.items() if layer == PROGRAM} == set(NEW)
    subject = {"zh": "请评价", "en": "Please rate us"}
    await changed(world, edit(put, ("notices", "survey", "subject"), subject))
    version = await publish_now(world)
    assert version.state.own.layer == {"notices": {"survey": {"subject": subject}}}


async def test_letters_are_written_under_a_version_that_lacks_their_text(world: World) -> None:
    before = (await world.lodge()).complaint_id
    await adopt_before(world)
    after = (await world.lodge()).complaint_id
    letters = {row.complaint_id: row.subject for row in await world.notices(event="lodged", to="amina")}
    assert letters.keys() == {before, after}
    async with world.at_desk() as desk:
        shipped = _notices(foundation().document)["survey"]
        assert desk.policy.notices["survey"].subject.zh == shipped["subject"]["zh"]


def test_what_came_before_is_extended_once_more() -> None:
    adopted = load_templates()["service"].adopted
    assert on_later_notices(adopted, ROLES) is adopted
    once = on_later_notices(adopted_before(adopted), ROLES)
    assert on_later_notices(once, ROLES) is once
    program = msgspec.structs.replace(
        once.layers[0], layer={"notices": {"survey": _notices(once.layers[0].layer)["survey"]}}
    )
    again = on_later_notices(msgspec.structs.replace(once, layers=(program, *once.layers[1:])), ROLES)
    assert [layer.code for layer in again.layers] == [layer.code for layer in once.layers]
    assert set(_notices(again.layers[0].layer)) == set(NEW)


async def test_a_policy_of_the_first_format_gets_every_letter_and_names_no_role_it_lacks(
    world: World,
) -> None:
    document = OLD | {"notices": {"survey": {"subject": both("Ours"), "body": both("Ours {no}")}}}
    async with world.as_owner("policy_version") as owner:
        await owner.execute(
            """INSERT INTO policy_version (id, tenant_id, number, document, template, template_version, published_at)
            VALUES (gen_random_uuid(), $1, 2, $2, 'bakery', '1.0.0', $3)""",
            world.id,
            msgspec.json.encode(document).decode(),
            MONDAY,
        )
    await renew(world)
    work = await work_of(world)
    policy = work.in_force.state.policy()
    assert set(policy.notices) == set(Event)
    assert policy.notices["survey"].subject.en == "Ours"
    assert [line for line in dangling(policy) if line.startswith("notices")] == []
    async with world.at_desk() as desk:
        assert desk.policy.notices[Event.MAJOR].to == ()
    shipped = _notices(foundation().document)[Event.MAJOR]
    assert shipped["to"], "the foundation tells a role that bakers do not have"


@pytest.mark.parametrize("code", sorted(pickable_templates()))
def test_the_foundation_has_a_text_for_every_event(code: str) -> None:
    assert set(_notices(foundation().document)) == set(Event)
    assert pickable_templates()[code].adopted.layers[0].code == foundation().code


def _notices(layer: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = layer.get("notices", {})
    return found
