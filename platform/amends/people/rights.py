"""What each role may do. Pages show what a person may do; the edge answers 403 to the rest."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache


class Role(StrEnum):
    ADMIN = "admin"
    INTAKE = "intake"
    HANDLER = "handler"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"


class Right(StrEnum):
    READ_CASES = "read-cases"
    RECORD = "record"
    """Take in a call, a letter, a visit; acknowledge."""
    ADMIT = "admit"
    """Accept, refuse, forward."""
    HANDLE = "handle"
    """Investigate, message, offer, decide, remedy."""
    REGRADE = "regrade"
    """Say that a case belongs to another category or level."""
    NOTE = "note"
    ASSIGN = "assign"
    CLOSE = "close"
    REOPEN = "reopen"
    READ_ORIGINALS = "read-originals"
    READ_CONFIDENTIAL = "read-confidential"
    """Cases of a confidential kind, also those of others; never one about oneself."""
    RESEND = "resend"
    """Have a letter that could not be delivered tried again."""
    READ_PEOPLE = "read-people"
    """Who works here, who is away and who stands in."""
    MANAGE_PEOPLE = "manage-people"
    MANAGE_DUTY = "manage-duty"
    """Say who is on duty when."""
    MANAGE_SETTINGS = "manage-settings"
    """Names, look, public texts, addresses: all an organisation settles outside its policy."""
    READ_AUDIT = "read-audit"
    WRITE_ARTICLES = "write-articles"
    """Write what helps to answer complaints, and propose it."""
    APPROVE_ARTICLES = "approve-articles"
    """Take into use what somebody else wrote, and retire it."""


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.ADMIN: frozenset(
        {
            Right.READ_CASES,
            Right.NOTE,
            Right.ASSIGN,
            Right.RESEND,
            Right.READ_PEOPLE,
            Right.MANAGE_PEOPLE,
            Right.MANAGE_DUTY,
            Right.MANAGE_SETTINGS,
            Right.READ_AUDIT,
        }
    ),
    Role.INTAKE: frozenset(
        {
            Right.READ_CASES,
            Right.RECORD,
            Right.ADMIT,
            Right.REGRADE,
            Right.NOTE,
            Right.ASSIGN,
            Right.RESEND,
            Right.WRITE_ARTICLES,
        }
    ),
    Role.HANDLER: frozenset(
        {
            Right.READ_CASES,
            Right.RECORD,
            Right.HANDLE,
            Right.REGRADE,
            Right.NOTE,
            Right.CLOSE,
            Right.RESEND,
            Right.WRITE_ARTICLES,
        }
    ),
    Role.SUPERVISOR: frozenset(Right) - {Right.MANAGE_PEOPLE, Right.MANAGE_SETTINGS},
    Role.AUDITOR: frozenset(
        {Right.READ_CASES, Right.READ_AUDIT, Right.READ_ORIGINALS, Right.READ_CONFIDENTIAL}
    ),
}


def rights_of(roles: Iterable[str]) -> frozenset[Right]:
    """The union; a role unknown to this version of the program gives nothing."""
    return _rights_of(frozenset(roles))


@lru_cache(maxsize=1024)
def _rights_of(roles: frozenset[str]) -> frozenset[Right]:
    """Asked of everybody on the staff for every complaint that is due."""
    return frozenset(right for role in Role if role in roles for right in RIGHTS[role])
