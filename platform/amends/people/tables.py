"""Staff, their departments, invitations and sessions."""

from __future__ import annotations

from enum import StrEnum

from piccolo.columns import UUID, Array, Bytea, Integer, Text, Timestamptz

from amends.database.tables import WalledTable


class PersonStatus(StrEnum):
    INVITED = "invited"
    ACTIVE = "active"
    SUSPENDED = "suspended"


class Department(WalledTable, tablename="department"):
    code = Text()
    name_zh = Text()
    name_en = Text()
    rank = Integer()

    def name_in(self, language: str) -> str:
        return str(self.name_zh if language.startswith("zh") else self.name_en)


class Person(WalledTable, tablename="person"):
    email = Text()
    name = Text()
    password_hash = Text(default=None, null=True)
    roles = Array(base_column=Text())
    department_id = UUID(default=None, null=True)
    language = Text()
    status = Text(default=PersonStatus.INVITED)
    created_at = Timestamptz(default=None)


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


class Rate(WalledTable, tablename="rate"):
    """How often something was tried within a window of time."""

    key = Text()
    window_start = Timestamptz(default=None)
    tries = Integer()
