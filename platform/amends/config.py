"""Process settings from the environment: typed, read once, loud when wrong.

Every setting is declared once, in `SETTINGS`; docs/settings.md is generated from that list.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

from amends import clock, environment
from amends.environment import BadSetting, Network


class Mode(StrEnum):
    """Embedded runs its own servers; test is embedded with a clock that may be moved."""

    PRODUCTION = "production"
    EMBEDDED = "embedded"
    TEST = "test"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Addresses are empty where the supervisor's own servers stand in (see `amends_cli.servers`)."""

    mode: Mode
    database_url: str = field(repr=False)
    owner_url: str = field(repr=False)
    redis_url: str = field(repr=False)
    store_url: str = field(repr=False)
    smtp_url: str = field(repr=False)
    secret: str = field(repr=False)
    secret_previous: tuple[str, ...] = field(repr=False)
    base_domain: str
    public_scheme: str
    public_port: int
    host: str
    port: int
    home: Path
    trusted_proxies: tuple[Network, ...]
    pool_size: int
    mail_from: str
    clock_offset_file: Path | None

    @property
    def production(self) -> bool:
        return self.mode is Mode.PRODUCTION

    @property
    def secure(self) -> bool:
        """Pages are reached over TLS: cookies may insist on it."""
        return self.public_scheme == "https"

    def address(self, host: str | None = None) -> str:
        """Where browsers find `host` (the base domain unless given), without a closing slash."""
        usual = self.public_port == (443 if self.secure else 80)
        return f"{self.public_scheme}://{host or self.base_domain}{'' if usual else f':{self.public_port}'}"


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One line of the catalogue. `default` may depend on the mode and on settings declared before it."""

    name: str
    field: str
    parse: Callable[[str], object]
    help: str
    default: object = None
    default_of: Callable[[dict[str, Any]], object] | None = None
    shown_default: str = ""
    secret: bool = False
    needed_in_production: bool = False
    owner_only: bool = False


def _mode(raw: str) -> Mode:
    return Mode(environment.one_of(*Mode)(raw))


SETTINGS: Final = (
    Setting(
        name="AMENDS_MODE", field="mode", parse=_mode,
        shown_default="production when AMENDS_DATABASE_URL is set, otherwise embedded",
        help="production, embedded (own PostgreSQL and Valkey under AMENDS_HOME) or test (embedded, movable clock).",
    ),
    Setting(
        name="AMENDS_DATABASE_URL",
        shown_default="embedded: our own", field="database_url", secret=True, needed_in_production=True, default="",
        parse=environment.url("postgresql", "postgres"),
        help="PostgreSQL 15 or later, as the application's role: no superuser, no BYPASSRLS, owner of nothing.",
    ),
    Setting(
        name="AMENDS_OWNER_URL", field="owner_url", secret=True, owner_only=True, default="",
        parse=environment.url("postgresql", "postgres"),
        help="The same database as its owner. Read by `amends migrate` and `amends doctor` only.",
    ),
    Setting(
        name="AMENDS_REDIS_URL",
        shown_default="embedded: our own", field="redis_url", secret=True, needed_in_production=True, default="",
        parse=environment.url("redis", "rediss", "unix"),
        help="Redis 6.2 or later (or Valkey). It may lose everything: PostgreSQL refills it.",
    ),
    Setting(
        name="AMENDS_HOME", field="home", parse=environment.folder,
        default_of=lambda _: environment.folder(".amends"), shown_default=".amends in the working directory",
        help="Folder of the embedded servers' data, their passwords, the mailbox and the local store.",
    ),
    Setting(
        name="AMENDS_STORE_URL", field="store_url", secret=True, needed_in_production=True,
        parse=environment.url("file", "s3", "memory"),
        default_of=lambda so_far: f"file://{so_far['home']}/store", shown_default="embedded: the folder store in AMENDS_HOME",
        help="Where evidence is kept: file:///folder, or s3://bucket/prefix with the usual AWS_… variables.",
    ),
    Setting(
        name="AMENDS_SMTP_URL", field="smtp_url", secret=True, needed_in_production=True, default="",
        parse=environment.url("smtp", "smtps"), shown_default="embedded: the local mailbox",
        help="Mail server: smtp://user:password@host:587 (STARTTLS when offered) or smtps://…:465.",
    ),
    Setting(
        name="AMENDS_SECRET", field="secret", secret=True, needed_in_production=True, default="",
        parse=environment.secret, shown_default="embedded: made once, kept in AMENDS_HOME",
        help="At least 32 random characters: signs and seals. The same for every process.",
    ),
    Setting(
        name="AMENDS_SECRET_PREVIOUS", field="secret_previous", secret=True, parse=environment.secrets, default=(),
        help="Earlier secrets still accepted, separated by commas; new signatures use AMENDS_SECRET.",
    ),
    Setting(
        name="AMENDS_BASE_DOMAIN", field="base_domain", needed_in_production=True,
        parse=environment.host_name, default="localhost", shown_default="embedded: localhost",
        help="Operators sign in here; organisations live at <slug>.<base domain>.",
    ),
    Setting(
        name="PORT", field="port", parse=environment.whole_number(1, 65535), default=8000,
        help="Port the web process listens on.",
    ),
    Setting(
        name="AMENDS_HOST", field="host", parse=environment.text, default="127.0.0.1",
        help="Address the web process listens on; 0.0.0.0 in a container.",
    ),
    Setting(
        name="AMENDS_PUBLIC_SCHEME", field="public_scheme", parse=environment.one_of("http", "https"),
        default_of=lambda so_far: "https" if so_far["mode"] is Mode.PRODUCTION else "http",
        shown_default="production: https, otherwise http",
        help="How browsers reach the pages; with https, cookies insist on it.",
    ),
    Setting(
        name="AMENDS_PUBLIC_PORT", field="public_port", parse=environment.whole_number(1, 65535),
        default_of=lambda so_far: _public_port(so_far), shown_default="production: the scheme's own, otherwise PORT",
        help="Port in the addresses given to people, when a proxy listens elsewhere than PORT.",
    ),
    Setting(
        name="AMENDS_TRUSTED_PROXIES", field="trusted_proxies", parse=environment.networks, default=(),
        shown_default="none",
        help="Addresses or networks whose forwarded headers count, separated by commas.",
    ),
    Setting(
        name="AMENDS_POOL_SIZE", field="pool_size", parse=environment.whole_number(1, 100), default=4,
        help="Database connections per process.",
    ),
    Setting(
        name="AMENDS_MAIL_FROM", field="mail_from", parse=environment.mail_address,
        default_of=lambda so_far: f"noreply@{so_far['base_domain']}", shown_default="noreply@<base domain>",
        help="Sender of every mail.",
    ),
    Setting(
        name="AMENDS_CLOCK_OFFSET_FILE", field="clock_offset_file", parse=environment.folder, default=None,
        shown_default="none",
        help="File with seconds added to the clock of every process. Refused unless AMENDS_MODE=test.",
    ),
)  # fmt: skip


@cache
def current() -> Settings:
    """This process's settings, read once; moves the clock in test mode."""
    settings = load(os.environ)
    clock.use_offset_file(settings.clock_offset_file)
    return settings


def load(environ: Mapping[str, str], *, as_owner: bool = False) -> Settings:
    """Read and check all settings. The owner's address is seen only by those who ask for it."""
    _refuse_unknown(environ)
    found: dict[str, Any] = {}
    for setting in SETTINGS:
        raw = None if setting.owner_only and not as_owner else _raw(setting, environ)
        found[setting.field] = _default(setting, environ, found) if raw is None else _parsed(setting, raw)
    settings = Settings(**found)
    if settings.clock_offset_file is not None and settings.mode is not Mode.TEST:
        raise BadSetting(
            "AMENDS_CLOCK_OFFSET_FILE moves the clock: it is accepted only with AMENDS_MODE=test"
        )
    return settings


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    known = {setting.name for setting in SETTINGS}
    known |= {f"{setting.name}_FILE" for setting in SETTINGS if setting.secret}
    for name in sorted(environ):
        if name.startswith("AMENDS_") and name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            raise BadSetting(f"{name} is not a setting{f': did you mean {near[0]}?' if near else ''}")


def _raw(setting: Setting, environ: Mapping[str, str]) -> str | None:
    """The value as written; NAME_FILE names a file that holds a secret. Empty means not set."""
    direct = environ.get(setting.name) or None
    path = (environ.get(f"{setting.name}_FILE") or None) if setting.secret else None
    if path is None:
        return direct
    if direct is not None:
        raise BadSetting(f"{setting.name} and {setting.name}_FILE are both set: keep one")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting(f"{setting.name}_FILE: {path} cannot be read ({error})") from None


def _parsed(setting: Setting, raw: str) -> object:
    try:
        return setting.parse(raw)
    except ValueError as error:
        shown = "" if setting.secret else f", not {raw!r}"
        raise BadSetting(f"{setting.name}: {error}{shown}") from None


def _default(setting: Setting, environ: Mapping[str, str], so_far: dict[str, Any]) -> object:
    if setting.field == "mode":
        database = environ.get("AMENDS_DATABASE_URL") or environ.get("AMENDS_DATABASE_URL_FILE")
        return Mode.PRODUCTION if database else Mode.EMBEDDED
    if setting.needed_in_production and so_far["mode"] is Mode.PRODUCTION:
        raise BadSetting(f"{setting.name} is needed in production: {setting.help}")
    return setting.default_of(so_far) if setting.default_of else setting.default


def _public_port(so_far: dict[str, Any]) -> int:
    if so_far["mode"] is not Mode.PRODUCTION:
        return int(so_far["port"])
    return 443 if so_far["public_scheme"] == "https" else 80


def reference() -> str:
    """docs/settings.md."""
    rows = "\n".join(
        f"| `{s.name}`{' (secret)' if s.secret else ''} | {_shown_default(s)} | {s.help} |" for s in SETTINGS
    )
    return f"""# Settings

Generated by `amends settings`; the catalogue is in `platform/amends/config.py`. Settings come from the environment
only. An unknown `AMENDS_…` name, a wrong value or a missing one stops the program with one line that says so. A
secret can be kept in a file instead: `NAME_FILE=/path`.

| Setting | Default | Meaning |
|---|---|---|
{rows}
"""


def _shown_default(setting: Setting) -> str:
    plain = str(setting.default) if setting.default else "none"
    if not setting.needed_in_production:
        return setting.shown_default or plain
    return f"needed in production{f'; {setting.shown_default}' if setting.shown_default else ''}"
