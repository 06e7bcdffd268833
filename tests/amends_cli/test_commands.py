"""Every expected failure is one line on stderr with an exit code; nobody sees a traceback for a bad setting."""

from __future__ import annotations

import socket

import pytest

from amends import catalogue
from amends.database.embedded.servers import Urls
from tests.amends_cli.terminal import Terminal, at


def test_settings_prints_the_reference(terminal: Terminal) -> None:
    assert terminal.run("settings") == 0
    assert terminal.out == catalogue.reference()


@pytest.mark.parametrize("arguments", [(), ("complain",), ("migrate", "--fast")])
def test_bad_use_exits_with_2(terminal: Terminal, arguments: tuple[str, ...]) -> None:
    assert terminal.run(*arguments) == 2
    assert terminal.err


def test_a_bad_setting_is_one_line(terminal: Terminal) -> None:
    assert terminal.run("web", PORT="http") == 2
    assert terminal.err == "amends: PORT: expected a whole number from 1 to 65535, not 'http'\n"


def test_a_taken_port_is_told_before_anything_starts(terminal: Terminal) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert terminal.run("up", PORT=str(port)) == 1
    assert terminal.err.startswith(f"amends: Port {port} at 127.0.0.1 cannot be used")
    assert terminal.err.count("\n") == 1
    assert not terminal.home.exists()


def test_an_unreachable_database_is_one_line(terminal: Terminal, servers: Urls) -> None:
    gone = at(servers) | {"AMENDS_DATABASE_URL": "postgresql://amends_app:x@127.0.0.1:9/amends"}
    assert terminal.run("web", **gone) == 1
    assert terminal.err.startswith("amends: PostgreSQL cannot be reached by AMENDS_DATABASE_URL")
    assert terminal.err.count("\n") == 1


def test_a_wrong_password_is_one_line_without_it(terminal: Terminal, servers: Urls) -> None:
    password = servers.app_url.split(":")[2].split("@")[0]
    wrong = at(servers) | {"AMENDS_DATABASE_URL": servers.app_url.replace(password, "guess-of-mine")}
    assert terminal.run("web", **wrong) == 1
    assert "password authentication failed" in terminal.err
    assert "guess-of-mine" not in terminal.err


def test_web_alone_says_what_it_lacks(terminal: Terminal, servers: Urls) -> None:
    lacking = {name: value for name, value in at(servers).items() if name != "AMENDS_REDIS_URL"}
    assert terminal.run("web", **lacking) == 2
    assert terminal.err.startswith("amends: AMENDS_REDIS_URL is needed here")


def test_migrate_needs_the_owner(terminal: Terminal, servers: Urls) -> None:
    assert terminal.run("migrate", **at(servers)) == 2
    assert terminal.err.startswith("amends: AMENDS_OWNER_URL is needed here")


def test_the_mailbox_is_not_for_production(terminal: Terminal) -> None:
    assert terminal.run("mailbox") == 2
    assert terminal.err.startswith("amends: AMENDS_SMTP_URL:")


def test_nothing_serves_as_the_owner(terminal: Terminal, migrated: Urls) -> None:
    as_owner = at(migrated) | {"AMENDS_DATABASE_URL": migrated.owner_url}
    assert terminal.run("worker", **as_owner) == 1
    assert terminal.err.startswith("amends: AMENDS_DATABASE_URL signs in as the tables' owner")
