"""Published policies and calendars: immutable, numbered; complaints are pinned to those they were lodged under."""

from __future__ import annotations

from piccolo.columns import JSONB, UUID, Integer, Text, Timestamptz

from amends.database.tables import WalledTable


class PolicyVersion(WalledTable, tablename="policy_version"):
    number = Integer()
    document = JSONB()
    """The whole resolved document, so that no later template or program changes it."""
    template = Text()
    template_version = Text()
    published_at = Timestamptz(default=None)
    overrides = JSONB(default=None, null=True)
    """This and what follows is None for what was published before layers were kept."""
    variants = JSONB(default=None, null=True)
    """The choice by group, where one was made."""
    pins = JSONB(default=None, null=True)
    """Places whose value stays though it is what would be inherited."""
    template_document = JSONB(default=None, null=True)
    """As `tenants.adopted` stores it."""
    published_by = UUID(default=None, null=True)
    reason = Text(default=None, null=True)
    rolled_back_to = Integer(default=None, null=True)
    """The number of the version that this one publishes anew."""


class CalendarVersion(WalledTable, tablename="calendar_version"):
    """Immutable, numbered; complaints are pinned to the one they were lodged under, or to one that extends it."""

    number = Integer()
    document = JSONB()
    """`amends.deadlines.resolved.ResolvedCalendar`: every date in it, so that no later release of a package moves one."""
    extends_id = UUID(default=None, null=True)
    """The version it repeats with more years."""
    published_at = Timestamptz(default=None)
    published_by = UUID(default=None, null=True)
    reason = Text(default=None, null=True)


class PolicyDraft(WalledTable, tablename="policy_draft"):
    """One for an organisation; gone once it is published or thrown away."""

    based_on = Integer()
    """The number of the version it will follow."""
    revision = Integer()
    overrides = JSONB()
    variants = JSONB()
    pins = JSONB()
    template_document = JSONB(default=None, null=True)
    """As `tenants.adopted` stores it; None: that of the version it follows."""
    begun_at = Timestamptz(default=None)
    begun_by = UUID(default=None, null=True)
    updated_at = Timestamptz(default=None)
    updated_by = UUID(default=None, null=True)


class PolicyDraftState(WalledTable, tablename="policy_draft_state"):
    """A state the draft was in, so that whoever saves from an older one is merged with what came since."""

    draft_id = UUID(default=None)
    based_on = Integer()
    revision = Integer()
    overrides = JSONB()
    variants = JSONB()
    pins = JSONB()
    template_document = JSONB(default=None, null=True)
    saved_at = Timestamptz(default=None)
    saved_by = UUID(default=None, null=True)


class SourceConfirmation(WalledTable, tablename="source_confirmation"):
    """Somebody compared what we say of a source with its official text."""

    source = Text()
    note = Text(default="")
    confirmed_at = Timestamptz(default=None)
    confirmed_by = UUID(default=None, null=True)


class Simulation(WalledTable, tablename="simulation"):
    """A draft replayed over the organisation's own complaints (`tenants.simulations`)."""

    draft_seen = Text()
    """The state of the draft it was asked for (`Work.seen`)."""
    days = Integer()
    state = Text()
    asked_at = Timestamptz(default=None)
    asked_by = UUID(default=None, null=True)
    cases = Integer()
    replayed = Integer()
    beat_at = Timestamptz(default=None, null=True)
    """When its worker was last heard of."""
    runner = UUID(default=None, null=True)
    """The run that may write: a worker that was given up finds another's here, and stops."""
    ended_at = Timestamptz(default=None, null=True)
    result = JSONB(default=None, null=True)
    """`amends.simulation.result.Result`; None until it is done."""
