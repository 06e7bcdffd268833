"""The doctor looks at everything a deployment needs and says what to do where something is wrong."""

from __future__ import annotations

import asyncio
import subprocess
from dataclasses import replace

import psutil
import pytest

from amends.config import Settings
from amends.database.embedded import account as accounts
from amends.database.embedded.servers import EmbeddedServers, Urls, throw_away
from amends.database.migrate import migrate
from amends_cli.checkups import services
from tests.amends_cli.terminal import Terminal, at, shell
from tests.names import naming


def lines(terminal: Terminal, mark: str) -> dict[str, str]:
    """What was said, by subject."""
    said = [line for line in terminal.out.splitlines() if line.startswith(mark)]
    return {line[6:18].strip(): line[18:] for line in said}


def test_what_is_well_and_what_is_not(terminal: Terminal, migrated: Urls) -> None:
    code = terminal.run("doctor", **at(migrated), AMENDS_OWNER_URL=migrated.owner_url)
    well = {
        "python",
        "front end",
        "settings",
        "data folder",
        "database",
        "role",
        "migrations",
        "tables",
        "clock",
        "owner",
        "outgoing",
        "answers",
        "scanner",
    }
    assert lines(terminal, "ok").keys() == well | {"redis", "store"}
    assert lines(terminal, "WRONG").keys() == {"mail"}, "nothing listens at that port"
    assert "→ start the mail server, or correct AMENDS_SMTP_URL" in terminal.out
    assert code == 1


@pytest.mark.parametrize(
    ("setting", "value", "subject"),
    [
        ("AMENDS_DATABASE_URL", "postgresql://amends_app:x@127.0.0.1:9/amends", "database"),
        ("AMENDS_REDIS_URL", "redis://127.0.0.1:9", "redis"),
        ("AMENDS_STORE_URL", "file:///proc/nowhere", "store"),
        ("AMENDS_HOME", "/proc/nowhere", "data folder"),
        ("AMENDS_MAIL_IN_DOMAIN", "answers.example.org", "answers"),
        ("AMENDS_MAIL_IN_DOMAIN", "localhost", "answers"),  # where AMENDS_MAIL_FROM is
    ],
)
def test_what_cannot_be_reached_is_named_with_advice(
    terminal: Terminal, migrated: Urls, setting: str, value: str, subject: str
) -> None:
    given = at(migrated) | {"AMENDS_STORE_URL": f"file://{terminal.home}/store", setting: value}
    assert terminal.run("doctor", **given) == 1
    assert "→" in lines(terminal, "WRONG")[subject]


async def test_answers_need_a_domain_that_takes_mail(settings: Settings) -> None:
    async with naming() as names:
        asked = replace(settings, dns_server=names.address, mail_in_domain="answers.example.org")
        [lost] = [finding async for finding in services.answers(asked)]
        names.say("answers.example.org", "MX", "10 mx.example.org.")
        [taken] = [finding async for finding in services.answers(asked)]
    assert (lost.ok, "so answers to letters are lost" in str(lost)) == (False, True)
    assert (taken.ok, "takes mail at mx.example.org" in str(taken)) == (True, True)


def test_a_role_above_or_outside_the_walls_is_wrong(terminal: Terminal, migrated: Urls) -> None:
    assert terminal.run("doctor", **(at(migrated) | {"AMENDS_DATABASE_URL": migrated.owner_url})) == 1
    assert "amends_owner owns" in lines(terminal, "WRONG")["role"]
    assert terminal.run("doctor", **(at(migrated) | {"AMENDS_DATABASE_URL": migrated.backup_url})) == 1
    assert "amends_backup reads everything" in lines(terminal, "WRONG")["role"]


@pytest.mark.slow
def test_a_role_no_wall_stops_is_refused(terminal: Terminal) -> None:
    """Made so by somebody who may: the servers of this test have no such role, so it is done with them stopped."""
    with throw_away() as (servers, urls):
        asyncio.run(migrate(urls.owner_url))
        for attributes in ("BYPASSRLS", "NOBYPASSRLS SUPERUSER"):
            single_user(servers, f"ALTER ROLE amends_app {attributes}")
            assert terminal.run("doctor", **at(urls)) == 1
            assert "amends_app is a superuser or has BYPASSRLS" in lines(terminal, "WRONG")["role"]
            for command in ("web", "worker", "clock"):
                refused = shell(command, **at(urls))
                assert refused.returncode == 1
                assert "use a plain role that owns nothing" in refused.stderr


def single_user(servers: EmbeddedServers, statement: str) -> None:
    pid, account = servers.postgres.pid, accounts.choose()
    program = psutil.Process(pid).exe()
    servers.postgres.stop()
    subprocess.run(
        [program, "--single", "-D", servers.data / "postgres", "postgres"],
        input=statement, text=True, capture_output=True, check=True, cwd="/", **account.run_as,
    )  # fmt: skip
    servers.revive()
    servers.wait()


def test_a_bad_setting_ends_the_visit(terminal: Terminal) -> None:
    assert terminal.run("doctor", PORT="http") == 1
    assert lines(terminal, "WRONG")["settings"].startswith("PORT: expected a whole number")
