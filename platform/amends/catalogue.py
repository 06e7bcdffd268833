"""The catalogue of settings: each is declared here, once. Reading them is `amends.config`'s."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from amends import environment
from amends.mailin.mailboxes import mailboxes


class Mode(StrEnum):
    """Embedded runs its own servers; test is embedded with a clock that may be moved."""

    PRODUCTION = "production"
    EMBEDDED = "embedded"
    TEST = "test"


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
        help="The same database as its owner. Read by `amends migrate`, `amends restore` and `amends doctor` only.",
    ),
    Setting(
        name="AMENDS_BACKUP_URL", field="backup_url", secret=True, owner_only=True, default="",
        shown_default="embedded: our own", parse=environment.url("postgresql", "postgres"),
        help="The same database as a role that reads everything and writes nothing (docs/backup.md). Read by "
        "`amends backup`, `amends migrate`, which gives it what it lacks, and `amends doctor` only.",
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
        parse=environment.smtp_url, shown_default="embedded: the local mailbox",
        help="Mail server: smtp://user:password@host:587 or smtps://…:465. Over smtp, ?starttls= says required, offered (where "
        "it is) or never; by default a password demands it, save on this machine.",
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
        name="AMENDS_HSTS_SECONDS", field="hsts_seconds", parse=environment.whole_number(0, 63072000), default=31536000,
        help="How long browsers may insist on https once they saw it; short while trying out, 0 to take it back.",
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
        name="AMENDS_MONITOR_PORT", field="monitor_port", parse=environment.whole_number(1, 65532), default=None,
        help="Port on which this process answers /healthz, /readyz and /metrics (docs/observability.md); under "
        "`amends up` the web takes it, the worker, the clock and the mail process the next ones.",
    ),
    Setting(
        name="AMENDS_MONITOR_HOST", field="monitor_host", parse=environment.text, default="127.0.0.1",
        help="Address AMENDS_MONITOR_PORT listens on; 0.0.0.0 in a container, never one the public reaches.",
    ),
    Setting(
        name="AMENDS_OTLP_URL", field="otlp_url", secret=True, parse=environment.url("http", "https"), default="",
        help="Collector of OpenTelemetry traces (OTLP over HTTP), like http://127.0.0.1:4318; needs the extra `traces`.",
    ),
    Setting(
        name="AMENDS_ACCESS_LOG", field="access_log", parse=environment.one_of("on", "off", "addresses"),
        default_of=lambda so_far: "on" if so_far["mode"] is Mode.PRODUCTION else "off",
        shown_default="production: on, otherwise off",
        help="A line in the log for each page asked for (on), also with the visitor's network address (addresses).",
    ),
    Setting(
        name="AMENDS_OPERATOR_SECOND_FACTOR", field="operator_second_factor",
        parse=environment.one_of("optional", "required"), default="optional",
        help="required: operators without a second factor are led to setting one up and see nothing before.",
    ),
    Setting(
        name="AMENDS_MAIL_FROM", field="mail_from", parse=environment.mail_address,
        default_of=lambda so_far: f"noreply@{so_far['base_domain']}", shown_default="noreply@<base domain>",
        help="Sender of every mail, save of organisations that proved an address of their own (docs/operations.md).",
    ),
    Setting(
        name="AMENDS_MAIL_SPF", field="mail_spf", parse=environment.spf_mechanism, default="",
        help="What an organisation's SPF record must hold for this mail server, like include:spf.example.net; shown "
        "to those that want a sender of their own.",
    ),
    Setting(
        name="AMENDS_MAIL_DKIM_SELECTOR", field="mail_dkim_selector", parse=environment.dkim_selector, default="",
        help="Selector of the key the mail server signs with, published under the domain of AMENDS_MAIL_FROM.",
    ),
    Setting(
        name="AMENDS_MAIL_IN_DOMAIN", field="mail_in_domain", parse=environment.host_name, default="",
        help="Domain complainants answer to, at an address signed for each case; its mail must reach this deployment "
        "(docs/operations.md). Empty: answers go where each organisation says.",
    ),
    Setting(
        name="AMENDS_MAIL_LISTEN", field="mail_listen", parse=environment.listen_url, default="",
        shown_default="`amends up`: a free port; otherwise none",
        help="Where `amends mail` takes mail in: smtp://0.0.0.0:2525, lmtp://127.0.0.1:2424 or lmtp:/run/amends/mail.sock "
        "(docs/mail-in.md).",
    ),
    Setting(
        name="AMENDS_MAIL_CERTIFICATE", field="mail_certificate", parse=environment.folder, default=None,
        shown_default="none", help="File with the certificate `amends mail` offers STARTTLS with, and its chain.",
    ),
    Setting(
        name="AMENDS_MAIL_CERTIFICATE_KEY", field="mail_certificate_key", parse=environment.folder, default=None,
        shown_default="in the certificate's file", help="File with its key.",
    ),
    Setting(
        name="AMENDS_MAIL_TRUSTED", field="mail_trusted", parse=environment.hosts, default=(), shown_default="none",
        help="Names under which mail servers in front of `amends mail` write what SPF, DKIM and DMARC say of a sender "
        "(Authentication-Results), separated by commas; nobody else is believed.",
    ),
    Setting(
        name="AMENDS_MAIL_FETCH", field="mail_fetch", parse=mailboxes, default=(), shown_default="none", secret=True,
        help="Mailboxes `amends mail` fetches from every minute, separated by spaces, each with the organisation it is "
        "for: imaps://user:password@imap.example.org/INBOX?to=harbour (docs/mail-in.md).",
    ),
    Setting(
        name="AMENDS_DNS_SERVER", field="dns_server", parse=environment.dns_server, default="",
        shown_default="the machine's own",
        help="Resolver asked for organisations' own names, as address:port.",
    ),
    Setting(
        name="AMENDS_GATEWAY_HOSTS", field="gateway_hosts", parse=environment.hosts, default=(), shown_default="none",
        help="Hosts that organisations' gateways (SMS, chat robots) and push services may be at although they are not "
        "on the public network or do without TLS, separated by commas (docs/gateways.md).",
    ),
    Setting(
        name="AMENDS_CLAMD_URL", field="clamd_url", parse=environment.scanner_url, default="",
        help="clamd, which looks at every file that comes in for malware: tcp://host:3310 or unix:///run/clamav/clamd.ctl "
        "(docs/operations.md). Empty: nobody looks.",
    ),
    Setting(
        name="AMENDS_CLOCK_OFFSET_FILE", field="clock_offset_file", parse=environment.folder, default=None,
        shown_default="none",
        help="File with seconds added to the clock of every process. Refused unless AMENDS_MODE=test.",
    ),
)  # fmt: skip


def reference() -> str:
    """docs/settings.md."""
    rows = "\n".join(
        f"| `{s.name}`{' (secret)' if s.secret else ''} | {_shown_default(s)} | {s.help} |" for s in SETTINGS
    )
    return f"""# Settings

Generated by `amends settings`; the catalogue is in `platform/amends/catalogue.py`. Settings come from the environment
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


def _public_port(so_far: dict[str, Any]) -> int:
    if so_far["mode"] is not Mode.PRODUCTION:
        return int(so_far["port"])
    return 443 if so_far["public_scheme"] == "https" else 80
