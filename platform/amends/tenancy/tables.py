"""The register of organisations and the platform's operators."""

from __future__ import annotations

from enum import StrEnum

from piccolo.columns import JSONB, UUID, Array, BigInt, Boolean, Bytea, Integer, Text, Timestamptz

from amends.database.tables import PlatformTable, WalledTable


class TenantStatus(StrEnum):
    ACTIVE = "active"
    SUSPENDED = "suspended"


class Tenant(PlatformTable, tablename="tenant"):
    """One organisation on the deployment."""

    slug = Text()
    name_zh = Text()
    name_en = Text()
    template = Text()
    time_zone = Text()
    language = Text()
    status = Text(default=TenantStatus.ACTIVE)
    contact_phone = Text()
    contact_email = Text()
    colour = Text()
    created_at = Timestamptz(default=None)
    suspended_at = Timestamptz(default=None, null=True)
    settings_version = Integer(default=None, null=True)
    """Of `amends.organisation`; None: nothing was ever changed."""
    live_at = Timestamptz(default=None, null=True)
    """Since when its complaints count; None while it is only trying. Set once (migration 0014)."""
    first_steps_skipped = Text(default=None, null=True)
    """Codes of first steps it does without, separated by spaces."""
    mail_name = Text(default=None, null=True)
    mail_from = Text(default=None, null=True)
    """Its own sender; counts from `mail_proved_at` on (amends.tenancy.mail)."""
    mail_reply_to = Text(default=None, null=True)
    mail_proved_at = Timestamptz(default=None, null=True)
    own_host = Text(default=None, null=True)
    """The own name its letters link to; proved (amends.tenancy.domains)."""
    second_factor_demand = Text(default=None, null=True)
    """Of whom a second factor is demanded (amends.people.demands.Demand); None: of nobody."""
    idle_minutes = Integer(default=None, null=True)
    """After how long without a page a session of its staff ends; None: as the program says."""

    takes_over = Boolean(default=None, null=True)
    """Complaints from other organisations here (amends.handovers.takers); None: never asked for."""
    takes_over_zh = Text(default=None, null=True)
    """What they see of it beside its name."""
    takes_over_en = Text(default=None, null=True)

    template_version = Text(default=None, null=True)
    """Of the policy in force; a trigger keeps it (migration 0015)."""
    policy_version_id = UUID(default=None, null=True)
    """The version in force; the same trigger keeps it (migration 0017)."""
    calendar_version_id = UUID(default=None, null=True)
    """The calendar in force (tenants.calendars); None: none was published yet, the policy's week counts alone."""
    ways = Array(base_column=Text(), default=None, null=True)
    """Channels its gateways open (amends.notices.tables.Channel); None: none."""

    @property
    def in_trial(self) -> bool:
        return self.live_at is None

    def name_in(self, language: str) -> str:
        return str(self.name_zh if language.startswith("zh") else self.name_en)


class HostName(WalledTable, tablename="host_name"):
    """An address of the tenant's public pages and portal; a trigger keeps `host_index` the same."""

    host = Text()
    created_at = Timestamptz(default=None)


class DomainClaim(WalledTable, tablename="domain_claim"):
    """A name that is its own once DNS says so."""

    purpose = Text()
    host = Text()
    token = Text()
    added_at = Timestamptz(default=None)
    checked_at = Timestamptz(default=None, null=True)
    proved_at = Timestamptz(default=None, null=True)
    missing_since = Timestamptz(default=None, null=True)


class Operator(PlatformTable, tablename="operator"):
    email = Text()
    name = Text()
    password_hash = Text()
    """Empty until the first one is chosen: no password fits it."""
    language = Text(default="en")
    created_at = Timestamptz(default=None)
    removed_at = Timestamptz(default=None, null=True)
    time_zone = Text(default=None, null=True)


class OperatorSession(PlatformTable, tablename="operator_session"):
    token_digest = Bytea()
    operator_id = UUID(default=None)
    created_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)
    ended_at = Timestamptz(default=None, null=True)
    seen_at = Timestamptz(default=None, null=True)
    device = Text(default=None, null=True)
    address = Text(default=None, null=True)


class OperatorSecondFactor(PlatformTable, tablename="operator_second_factor"):
    operator_id = UUID(default=None)
    sealed = Text()
    created_at = Timestamptz(default=None)
    confirmed_at = Timestamptz(default=None, null=True)
    last_step = BigInt(default=None, null=True)


class OperatorRecoveryCode(PlatformTable, tablename="operator_recovery_code"):
    operator_id = UUID(default=None)
    code_digest = Bytea()
    created_at = Timestamptz(default=None)
    used_at = Timestamptz(default=None, null=True)


class OperatorSignInStep(PlatformTable, tablename="operator_sign_in_step"):
    token_digest = Bytea()
    operator_id = UUID(default=None)
    created_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)
    used_at = Timestamptz(default=None, null=True)


class OperatorPasswordReset(PlatformTable, tablename="operator_password_reset"):
    operator_id = UUID(default=None)
    token_digest = Bytea()
    created_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)
    used_at = Timestamptz(default=None, null=True)


class PlatformRate(PlatformTable, tablename="platform_rate"):
    key = Text()
    window_start = Timestamptz(default=None)
    tries = Integer()


class OperatorAct(PlatformTable, tablename="operator_act"):
    """What operators did to tenants; who created, suspended, resumed."""

    at = Timestamptz(default=None)
    operator_id = UUID(default=None, null=True)
    act = Text()
    tenant_id = UUID(default=None, null=True)
    detail = JSONB()
