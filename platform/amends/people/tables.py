"""Staff, their departments, invitations and sessions."""

from __future__ import annotations

from enum import StrEnum

from piccolo.columns import JSONB, UUID, Array, BigInt, Bytea, Date, Integer, Numeric, Text, Timestamptz

from amends.database.tables import WalledTable


class PersonStatus(StrEnum):
    INVITED = "invited"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    LEFT = "left"


class Department(WalledTable, tablename="department"):
    code = Text()
    name_zh = Text()
    name_en = Text()
    rank = Integer()
    head_id = UUID(default=None, null=True)
    retired_at = Timestamptz(default=None, null=True)
    successor_id = UUID(default=None, null=True)
    """Where a retired one's work goes."""

    def name_in(self, language: str) -> str:
        return str(self.name_zh if language.startswith("zh") else self.name_en)


class Person(WalledTable, tablename="person"):
    email = Text()
    name = Text()
    password_hash = Text(default=None, null=True)
    roles = Array(base_column=Text())
    role_terms = JSONB(default=None, null=True)
    """What the policy in force says of the roles held (amends.people.roles); None: they are the engine's own."""
    department_id = UUID(default=None, null=True)
    language = Text()
    status = Text(default=PersonStatus.INVITED)
    created_at = Timestamptz(default=None)
    time_zone = Text(default=None, null=True)
    """None: the organisation's."""
    phone = Text(default=None, null=True)
    position = Text(default=None, null=True)
    preferences = JSONB(default=None, null=True)
    """Of notices (amends.notices.preferences)."""
    supervisor_id = UUID(default=None, null=True)
    deputy_id = UUID(default=None, null=True)
    hours = JSONB(default=None, null=True)
    """None: the organisation's (amends.people.hours)."""
    suspended_at = Timestamptz(default=None, null=True)
    left_at = Timestamptz(default=None, null=True)
    last_given_at = Timestamptz(default=None, null=True)
    """When they got a case last, where their department shares its cases out."""


class Absence(WalledTable, tablename="absence"):
    """Never deleted: one that was entered by mistake is cancelled."""

    person_id = UUID(default=None)
    kind = Text()
    note = Text(default="")
    begins_at = Timestamptz(default=None)
    ends_at = Timestamptz(default=None, null=True)
    """None: until further notice."""
    entered_by = UUID(default=None)
    entered_at = Timestamptz(default=None)
    cancelled_at = Timestamptz(default=None, null=True)


class Qualification(WalledTable, tablename="qualification"):
    person_id = UUID(default=None)
    code = Text()
    label = Text()
    issued_on = Date(default=None)
    expires_on = Date(default=None, null=True)
    evidence = Text(default="")
    entered_at = Timestamptz(default=None)
    removed_at = Timestamptz(default=None, null=True)


class Training(WalledTable, tablename="training"):
    person_id = UUID(default=None)
    title = Text()
    held_on = Date(default=None)
    hours = Numeric(digits=(14, 2))
    held_by = Text(default="")
    next_due_on = Date(default=None, null=True)
    entered_at = Timestamptz(default=None)
    removed_at = Timestamptz(default=None, null=True)


class DutyShift(WalledTable, tablename="duty_shift"):
    """Never deleted: one that was taken away before it began is cancelled, one that runs ends."""

    roster = Text()
    """Its code in the policy."""
    person_id = UUID(default=None)
    begins_at = Timestamptz(default=None)
    ends_at = Timestamptz(default=None)
    entered_at = Timestamptz(default=None)
    entered_by = UUID(default=None, null=True)
    cancelled_at = Timestamptz(default=None, null=True)
    cancelled_by = UUID(default=None, null=True)


class DutyNote(WalledTable, tablename="duty_note"):
    """What whoever goes off duty leaves to whoever comes next; open until somebody else takes note of it."""

    roster = Text()
    note = Text()
    written_at = Timestamptz(default=None)
    written_by = UUID(default=None)
    acknowledged_at = Timestamptz(default=None, null=True)
    acknowledged_by = UUID(default=None, null=True)


class Invitation(WalledTable, tablename="invitation"):
    person_id = UUID(default=None)
    token_digest = Bytea()
    created_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)
    used_at = Timestamptz(default=None, null=True)


class Session(WalledTable, tablename="session"):
    token_digest = Bytea()
    person_id = UUID(default=None)
    created_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)
    ended_at = Timestamptz(default=None, null=True)
    seen_at = Timestamptz(default=None, null=True)
    """Coarse (amends.people.sessions.SEEN_EVERY)."""
    device = Text(default=None, null=True)
    address = Text(default=None, null=True)


class SecondFactor(WalledTable, tablename="second_factor"):
    person_id = UUID(default=None)
    sealed = Text()
    created_at = Timestamptz(default=None)
    confirmed_at = Timestamptz(default=None, null=True)
    last_step = BigInt(default=None, null=True)
    """The last half minute whose code was accepted: none is accepted twice."""


class RecoveryCode(WalledTable, tablename="recovery_code"):
    person_id = UUID(default=None)
    code_digest = Bytea()
    created_at = Timestamptz(default=None)
    used_at = Timestamptz(default=None, null=True)


class SignInStep(WalledTable, tablename="sign_in_step"):
    """The password was right; the second factor is still to come."""

    token_digest = Bytea()
    person_id = UUID(default=None)
    created_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)
    used_at = Timestamptz(default=None, null=True)


class PasswordReset(WalledTable, tablename="password_reset"):
    """Asked for; of nobody (`person_id` None) when the address was nobody's."""

    person_id = UUID(default=None, null=True)
    token_digest = Bytea()
    created_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)
    used_at = Timestamptz(default=None, null=True)


class Rate(WalledTable, tablename="rate"):
    """How often something was tried within a window of time."""

    key = Text()
    window_start = Timestamptz(default=None)
    tries = Integer()
