"""Process settings from the environment: typed, read once, loud when wrong (declared in `amends.catalogue`)."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from amends import clock
from amends.catalogue import SETTINGS, Mode, Setting
from amends.environment import BadSetting, Network
from amends.mailin.mailboxes import Mailbox

__all__ = ["BadSetting", "Mode", "Settings", "current", "load"]


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Addresses are empty where the supervisor's own servers stand in (see `amends_cli.servers`)."""

    mode: Mode
    database_url: str = field(repr=False)
    owner_url: str = field(repr=False)
    backup_url: str = field(repr=False)
    redis_url: str = field(repr=False)
    store_url: str = field(repr=False)
    smtp_url: str = field(repr=False)
    secret: str = field(repr=False)
    secret_previous: tuple[str, ...] = field(repr=False)
    base_domain: str
    public_scheme: str
    public_port: int
    hsts_seconds: int
    host: str
    port: int
    home: Path
    trusted_proxies: tuple[Network, ...]
    pool_size: int
    monitor_port: int | None
    monitor_host: str
    access_log: str
    otlp_url: str = field(repr=False)
    operator_second_factor: str
    mail_from: str
    mail_spf: str
    mail_dkim_selector: str
    mail_in_domain: str
    mail_listen: str
    mail_certificate: Path | None
    mail_certificate_key: Path | None
    mail_trusted: tuple[str, ...]
    mail_fetch: tuple[Mailbox, ...] = field(repr=False)
    dns_server: str
    gateway_hosts: tuple[str, ...]
    clamd_url: str
    clock_offset_file: Path | None

    @property
    def production(self) -> bool:
        return self.mode is Mode.PRODUCTION

    @property
    def secure(self) -> bool:
        """Pages are reached over TLS: cookies may insist on it."""
        return self.public_scheme == "https"

    @property
    def secrets(self) -> tuple[str, ...]:
        """The secret in force first, then those that still open what they closed."""
        return (self.secret, *self.secret_previous)

    def address(self, host: str | None = None) -> str:
        """Where browsers find `host` (the base domain unless given), without a closing slash."""
        usual = self.public_port == (443 if self.secure else 80)
        return f"{self.public_scheme}://{host or self.base_domain}{'' if usual else f':{self.public_port}'}"


@cache
def current() -> Settings:
    """This process's settings, read once; moves the clock in test mode."""
    settings = load(os.environ)
    clock.use_offset_file(settings.clock_offset_file)
    return settings


def load(environ: Mapping[str, str], *, as_owner: bool = False) -> Settings:
    """Read and check all settings. The owner's and the backup role's addresses are seen only by those who ask."""
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
    if settings.store_url.startswith("memory:") and settings.mode is not Mode.TEST:
        raise BadSetting(
            "AMENDS_STORE_URL names a store that forgets everything: it is accepted only with AMENDS_MODE=test"
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
