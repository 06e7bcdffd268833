"""Onboarding, suspending and resuming from the command line, as from the operators' console."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from amends.database.embedded.servers import Urls
from amends.database.scope import platform_scope, tenant_scope
from amends.outbox.tables import Outbox
from amends.people.realms import STAFF
from amends.people.second_factor import factor_of
from amends.people.tables import Person
from amends.tenancy.operations import tenant_by_slug
from amends.tenancy.tables import Operator
from tests.amends_cli.terminal import at, shell
from tests.web.account.conftest import phone_for
from tests.world import World

NEW = {
    "--name-zh": "灯塔",
    "--name-en": "Lighthouse",
    "--template": "service",
    "--admin-email": "ada@lighthouse.example",
    "--admin-name": "Ada",
    "--time-zone": "Asia/Shanghai",
    "--language": "zh",
}
Amends = Callable[..., CompletedProcess[str]]


@pytest.fixture
def amends(world: World, servers: Urls) -> Amends:
    """The command, on the servers on which Harbour and Garden are registered."""

    def run(*arguments: str, given: str = "") -> CompletedProcess[str]:
        return shell(*arguments, given=given, **at(servers))

    return run


def create(slug: str, **changes: str) -> list[str]:
    given = NEW | {f"--{name.replace('_', '-')}": value for name, value in changes.items()}
    return ["tenant", "create", slug, *(word for pair in given.items() for word in pair)]


async def test_an_organisation_is_onboarded_and_its_first_administrator_invited(amends: Amends) -> None:
    done = amends(*create("lighthouse"))
    assert done.returncode == 0, done.stderr
    assert "http://lighthouse.localhost:8000" in done.stdout
    async with platform_scope():
        tenant = await tenant_by_slug("lighthouse")
    async with tenant_scope(tenant.id):
        assert [person.email for person in await Person.objects()] == ["ada@lighthouse.example"]
        assert await Outbox.count() == 1
    assert "灯塔 / Lighthouse" in amends("tenant", "list").stdout


async def test_suspending_and_resuming(amends: Amends) -> None:
    for verb, status in (("suspend", "suspended"), ("resume", "active")):
        assert amends("tenant", verb, "harbour").returncode == 0
        async with platform_scope():
            assert (await tenant_by_slug("harbour")).status == status


async def test_the_only_administrator_s_lost_phone_is_forgotten(amends: Amends, world: World) -> None:
    await phone_for(world, "ada")
    command = ("tenant", "reset-second-factor", "harbour")
    done = amends(*command, "Ada@harbour.example.com")
    assert done.returncode == 0, done.stderr
    ada = world.actor("ada").id
    assert ada is not None
    async with world.scope():
        assert await factor_of(STAFF, ada) is None
    assert "second-factor-reset" in await world.acts()
    [letter] = await world.notices(event="second_factor_reset", to="ada")
    assert "平台运营方" in letter.body
    for email, words in (
        ("ada@harbour.example.com", "no second factor"),
        ("nobody@example.com", "Nobody there"),
    ):
        refused = amends(*command, email)
        assert refused.returncode != 0
        assert words in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["tenant", "suspend", "nowhere"], 1, "There is no organisation “nowhere”."),
        (create("harbour"), 2, "slug: This short name is taken."),
        (create("lighthouse", template="bakery"), 2, "template: "),
        (create("lighthouse", time_zone="Mars/Olympus"), 2, "time_zone: "),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    amends: Amends, arguments: list[str], code: int, words: str
) -> None:
    done = amends(*arguments)
    assert done.returncode == code
    assert done.stderr.startswith(f"amends: {words}")
    assert done.stderr.count("\n") == 1


async def test_an_operator_is_created_with_a_piped_password(amends: Amends) -> None:
    assert amends("operator", "create", "olga@example.org", "--name", "Olga", given="short\n").returncode == 2
    done = amends(
        "operator", "create", "olga@example.org", "--name", "Olga", given="a long enough password\n"
    )
    assert done.returncode == 0, done.stderr
    async with platform_scope():
        operators = await Operator.objects()
    assert [operator.email for operator in operators] == ["olga@example.org"]
    assert str(operators[0].password_hash).startswith("$argon2id$")
    link = amends("operator", "reset-password", "Olga@example.org")
    assert link.returncode == 0, link.stderr
    assert "/operator/reset/" in link.stdout
    none = amends("operator", "reset-second-factor", "olga@example.org")
    assert none.returncode != 0
    assert "There is no second factor on this account." in none.stderr


@pytest.mark.parametrize(
    "command", [("tenant", "list"), ("tenant", "suspend", "harbour"), ("audit", "verify")]
)
def test_a_mistyped_home_is_no_new_deployment(command: tuple[str, ...], folder: Path) -> None:
    home = folder / "mistyped"
    done = shell(*command, AMENDS_HOME=str(home))
    assert done.returncode != 0
    assert done.stderr.startswith("amends: There are no data in")
    assert not home.exists()
