"""Letters given up, from the command line: listed without names, tried again one by one or all at once."""

from __future__ import annotations

from collections.abc import Callable
from subprocess import CompletedProcess
from uuid import uuid4

import pytest

from amends.database.embedded.servers import Urls
from amends.database.scope import platform_scope
from amends.tenancy.queries import acts_on
from tests.amends_cli.terminal import at, shell
from tests.mail import MailSink
from tests.workers.giving_up import given_up, refuse
from tests.world import World

Amends = Callable[..., CompletedProcess[str]]


@pytest.fixture
def amends(world: World, servers: Urls) -> Amends:
    def run(*arguments: str) -> CompletedProcess[str]:
        return shell("dead-letters", *arguments, **at(servers))

    return run


async def test_listed_and_tried_again(world: World, mail: MailSink, amends: Amends) -> None:
    for organisation in (world, world, world.other):
        await organisation.lodge()
    await refuse(world, mail)
    letters = await given_up()

    listed = amends("list", "--tenant", "harbour")
    assert listed.returncode == 0, listed.stderr
    harbours = {str(letter.id) for letter in letters if letter.tenant_id == world.id}
    lines = listed.stdout.splitlines()
    assert {line.split()[0] for line in lines} == harbours
    assert all("mail-refused 550 5.1.1" in line and "tries 1" in line for line in lines)
    assert "amina" not in listed.stdout

    one = amends("retry", "--id", lines[0].split()[0])
    assert one.stdout.strip() == "amends: letters that will be tried again: 1"
    assert len(await given_up()) == len(letters) - 1
    assert (
        f"again: {len(harbours) - 1}"
        in amends("retry", "--tenant", "harbour", "--reason", "mail-refused").stdout
    )
    assert "again: 0" in amends("retry", "--all", "--reason", "unreachable").stdout
    assert f"again: {len(letters) - len(harbours)}" in amends("retry", "--all").stdout
    assert await given_up() == []
    assert amends("list").stdout.strip() == "amends: no such letter"
    async with platform_scope():
        assert [act.by for act in await acts_on(world.id) if act.act == "letters-tried-again"] == ["", ""]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["list", "--tenant", "nowhere"], 1, "amends: There is no organisation “nowhere”."),
        (["retry", "--id", str(uuid4())], 1, "amends: This letter is not among those given up any more."),
        (["retry", "--id", "rubbish"], 2, "'rubbish' is no id"),
        (["retry"], 2, "one of the arguments --id --tenant --all is required"),
        (["list", "--reason", "weather"], 2, "invalid choice: 'weather'"),
    ],
)
def test_what_is_wrong_is_said(amends: Amends, arguments: list[str], code: int, words: str) -> None:
    done = amends(*arguments)
    assert done.returncode == code
    assert words in done.stderr.splitlines()[-1]
    assert done.stdout == ""
