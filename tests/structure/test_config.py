"""Settings are typed, documented, and loud when wrong."""

from __future__ import annotations

from ipaddress import ip_network
from pathlib import Path

import pytest

from amends import catalogue, config
from amends.config import Mode
from amends.environment import BadSetting

ROOT = Path(__file__).parents[2]
PRODUCTION = {
    "AMENDS_DATABASE_URL": "postgresql://amends_app:x@db.example.org/amends",
    "AMENDS_REDIS_URL": "redis://cache.example.org",
    "AMENDS_STORE_URL": "s3://complaints",
    "AMENDS_SMTP_URL": "smtp://mail.example.org:587",
    "AMENDS_SECRET": "s" * 32,
    "AMENDS_BASE_DOMAIN": "help.example.org",
}


def test_the_reference_of_settings_is_current() -> None:
    assert (ROOT / "docs" / "settings.md").read_text(encoding="utf-8") == catalogue.reference()


def test_nothing_set_means_embedded_servers_in_the_working_directory() -> None:
    settings = config.load({})
    assert settings.mode is Mode.EMBEDDED
    assert settings.home == Path.cwd() / ".amends"
    assert settings.store_url == f"file://{settings.home}/store"
    assert settings.address("harbour.localhost") == "http://harbour.localhost:8000"
    assert not settings.secure


def test_a_database_means_production_over_tls() -> None:
    settings = config.load(PRODUCTION)
    assert settings.mode is Mode.PRODUCTION
    assert settings.secure
    assert settings.address() == "https://help.example.org"
    assert settings.mail_from == "noreply@help.example.org"


def test_a_port_people_must_type_is_in_the_address() -> None:
    settings = config.load({**PRODUCTION, "AMENDS_PUBLIC_PORT": "8443"})
    assert settings.address() == "https://help.example.org:8443"


@pytest.mark.parametrize("missing", sorted(set(PRODUCTION) - {"AMENDS_DATABASE_URL"}))
def test_production_names_what_is_missing(missing: str) -> None:
    given = {name: value for name, value in PRODUCTION.items() if name != missing}
    with pytest.raises(BadSetting, match=f"^{missing} is needed in production"):
        config.load(given)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("PORT", "eighty", "a whole number from 1 to 65535"),
        ("PORT", "65536", "a whole number from 1 to 65535"),
        ("PORT", "-1", "a whole number"),
        ("AMENDS_MODE", "debug", "one of production, embedded, test"),
        ("AMENDS_REDIS_URL", "localhost:6379", "redis://"),
        ("AMENDS_SMTP_URL", "smtp://host:notaport", "smtp://"),
        ("AMENDS_SMTP_URL", "smtp://host:587?starttls=always", "starttls=required"),
        ("AMENDS_SMTP_URL", "smtp://host:587?tls=yes", "starttls=required"),
        ("AMENDS_SMTP_URL", "smtps://host?starttls=never", "encrypted from the start"),
        ("AMENDS_MAIL_IN_DOMAIN", "answers@example.org", "without scheme or port"),
        ("AMENDS_BASE_DOMAIN", "https://example.org", "without scheme or port"),
        ("AMENDS_BASE_DOMAIN", "Example.org", "small letters"),
        ("AMENDS_TRUSTED_PROXIES", "everyone", "addresses or networks"),
        ("AMENDS_TRUSTED_PROXIES", "10.0.0.1/8", "addresses or networks"),
        ("AMENDS_MAIL_FROM", "nobody", "an address like"),
        ("AMENDS_SECRET", "short", "at least 32 characters"),
        ("AMENDS_SECRET_PREVIOUS", f"{'a' * 32},short", "at least 32 characters"),
        ("AMENDS_POOL_SIZE", "0", "a whole number from 1"),
    ],
)
def test_a_wrong_value_is_refused_by_name(name: str, value: str, expected: str) -> None:
    with pytest.raises(BadSetting) as refused:
        config.load({name: value})
    said = str(refused.value)
    assert said.startswith(f"{name}: ")
    assert expected in said
    assert "\n" not in said


@pytest.mark.parametrize("name", ["AMENDS_SECRET", "AMENDS_REDIS_URL", "AMENDS_SMTP_URL"])
def test_a_wrong_secret_is_not_repeated(name: str) -> None:
    with pytest.raises(BadSetting) as refused:
        config.load({name: "hunter2"})
    assert "hunter2" not in str(refused.value)


def test_secrets_do_not_show_when_settings_are_printed() -> None:
    shown = repr(
        config.load({**PRODUCTION, "AMENDS_SECRET": "hush" * 8, "AMENDS_SECRET_PREVIOUS": "past" * 8})
    )
    assert "hush" not in shown
    assert "past" not in shown
    assert "amends_app:x" not in shown


def test_a_misspelt_setting_is_refused_with_its_neighbour() -> None:
    with pytest.raises(
        BadSetting, match="AMENDS_DATABSE_URL is not a setting: did you mean AMENDS_DATABASE_URL"
    ):
        config.load({"AMENDS_DATABSE_URL": "postgresql://db/amends"})


def test_a_secret_may_be_kept_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("f" * 40 + "\n")
    given = {name: value for name, value in PRODUCTION.items() if name != "AMENDS_SECRET"}
    assert config.load({**given, "AMENDS_SECRET_FILE": str(file)}).secret == "f" * 40


def test_a_secret_given_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="AMENDS_SECRET and AMENDS_SECRET_FILE are both set"):
        config.load({**PRODUCTION, "AMENDS_SECRET_FILE": str(tmp_path)})


def test_an_unreadable_secret_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match=r"AMENDS_SECRET_FILE: .* cannot be read"):
        config.load({"AMENDS_SECRET_FILE": str(tmp_path / "nowhere")})


def test_only_settings_that_are_secret_come_from_files() -> None:
    with pytest.raises(BadSetting, match="AMENDS_BASE_DOMAIN_FILE is not a setting"):
        config.load({"AMENDS_BASE_DOMAIN_FILE": "/etc/hostname"})


@pytest.mark.parametrize("mode", [{}, PRODUCTION])
def test_the_clock_moves_in_test_mode_only(mode: dict[str, str]) -> None:
    with pytest.raises(BadSetting, match=r"AMENDS_CLOCK_OFFSET_FILE .*AMENDS_MODE=test"):
        config.load({**mode, "AMENDS_CLOCK_OFFSET_FILE": "/tmp/offset"})
    moved = config.load({"AMENDS_MODE": "test", "AMENDS_CLOCK_OFFSET_FILE": "/tmp/offset"})
    assert moved.clock_offset_file == Path("/tmp/offset")


def test_evidence_is_forgotten_in_test_mode_only() -> None:
    with pytest.raises(BadSetting, match=r"AMENDS_STORE_URL .*AMENDS_MODE=test"):
        config.load({**PRODUCTION, "AMENDS_STORE_URL": "memory://tests"})
    config.load({"AMENDS_MODE": "test", "AMENDS_STORE_URL": "memory://tests"})


def test_the_owners_address_is_seen_only_by_those_who_ask() -> None:
    given = {**PRODUCTION, "AMENDS_OWNER_URL": "postgresql://amends_owner:y@db.example.org/amends"}
    assert config.load(given).owner_url == ""
    assert config.load(given, as_owner=True).owner_url == given["AMENDS_OWNER_URL"]


def test_so_is_the_backup_roles() -> None:
    given = {**PRODUCTION, "AMENDS_BACKUP_URL": "postgresql://amends_backup:z@db.example.org/amends"}
    assert config.load(given).backup_url == ""
    assert config.load(given, as_owner=True).backup_url == given["AMENDS_BACKUP_URL"]
    assert "amends_backup:z" not in repr(config.load(given, as_owner=True))


def test_proxies_and_earlier_secrets_are_lists() -> None:
    settings = config.load(
        {"AMENDS_TRUSTED_PROXIES": "10.0.0.0/8, ::1", "AMENDS_SECRET_PREVIOUS": f"{'a' * 32}, {'b' * 32}"}
    )
    assert settings.trusted_proxies == (ip_network("10.0.0.0/8"), ip_network("::1"))
    assert settings.secret_previous == ("a" * 32, "b" * 32)
