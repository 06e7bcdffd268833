"""`amends policy upgrades` names who is behind the shipped templates, and with one organisation every value."""

from __future__ import annotations

import msgspec

from amends.database.embedded.servers import Urls
from amends.policy.overriding import Overrides, put
from amends.policy.places import put_at
from amends_cli.upgrade_list import told
from tenants.templates import load_templates
from tenants.versions import State
from tests.amends_cli.terminal import at, shell
from tests.world import World

CLIENTS = ("departments", "service", "name", "en")
GOODS = ("departments", "logistics", "name", "en")


def behind() -> State:
    """An older version of today's template, in which two departments were called otherwise; one is renamed."""
    today = load_templates()["service"].adopted
    *below, top = today.layers
    layer = put_at(put_at(top.layer, CLIENTS, "Clients"), GOODS, "Goods")
    older = msgspec.structs.replace(
        today, layers=(*below, msgspec.structs.replace(top, version="1.9.0", layer=layer))
    )
    bare = State(older, {}, Overrides({}))
    return State(older, {}, put(bare.inherited, bare.own, CLIENTS, "Front desk"))


def test_what_a_later_version_changes_and_what_both_changed() -> None:
    there = behind()
    head, *values = told("harbour", there, in_full=True)
    assert head == ("BEHIND  harbour: service 1.9.0, shipped 2.0.0: values that change 1, conflicts 1")
    assert values == [
        '        departments.logistics.name.en: "Goods" -> "Logistics"',
        '        conflict departments.service.name.en: was "Clients", own "Front desk", template "Customer service"',
    ]
    assert list(told("harbour", there, in_full=False)) == [head]


async def test_who_is_on_which_version(world: World, servers: Urls) -> None:
    there = at(servers) | {"AMENDS_STORE_URL": f"file://{world.settings.home}/store"}
    done = shell("policy", "upgrades", **there)
    assert done.returncode == 0, done.stderr
    assert "ok      harbour: service 2.0.0" in done.stdout
    assert "ok      garden: " in done.stdout
    assert shell("policy", "upgrades", "--tenant", "nobody", **there).returncode == 1
    weak = shell("policy", "lint", "--tenant", "harbour", **there)
    assert weak.returncode == 1, weak.stderr
    assert "error: chain-ends-at-nobody: chains.ordinary.steps.L6: " in weak.stdout
    assert "warning: department-without-head: " in weak.stdout
    assert "warning: unconfirmed: sources." in weak.stdout
