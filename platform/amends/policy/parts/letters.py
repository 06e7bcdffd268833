"""What is written to whom: notices of events, and the documents an industry keeps or sends."""

from __future__ import annotations

from enum import StrEnum

from amends.policy.parts.base import Named, Part, RoleCode, Sources, Text
from amends.policy.parts.conditions import Condition


class Way(StrEnum):
    """How a notice reaches somebody."""

    CHOSEN = "chosen"
    """As the recipient chose, else by mail."""
    MAIL = "mail"
    IN_APP = "in_app"
    SMS = "sms"
    CHAT = "chat"
    """A group or a person in WeChat Work, DingTalk, Feishu and the like, by a gateway of the organisation's."""
    LETTER = "letter"
    PHONE = "phone"
    """A task: somebody calls."""


class ReplyWay(StrEnum):
    """How complainants may ask to be answered."""

    MAIL = "mail"
    SMS = "sms"
    PHONE = "phone"
    LETTER = "letter"


class Notice(Part, frozen=True, kw_only=True):
    """The text of one event's notice; `{placeholders}` are checked against the event's own list."""

    subject: Text
    body: Text
    ways: tuple[Way, ...] = (Way.CHOSEN,)
    to: tuple[RoleCode, ...] = ()
    """Roles told beside those the event is about."""
    free_paragraph: bool = False
    """Staff add a paragraph of their own, so that no answer is template only (S-CM-06)."""
    opened_by_link: bool = False
    """When the complainant first follows the link in the mail is noted."""
    approved_by: tuple[RoleCode, ...] = ()
    """One approval of each before it leaves, by as many people, none of whom wrote it (S-DS-07)."""
    approved_when: Condition | None = None
    """Only then; none: always."""
    approval_signed: bool = False
    """Whoever approves it signs with their password."""
    source: Sources = ()


class DocumentKind(StrEnum):
    FORM = "form"
    LETTER = "letter"
    RECORD = "record"
    REPORT = "report"
    PROCEDURE = "procedure"


class Section(StrEnum):
    """What of a case a document shows."""

    COMPLAINANT = "complainant"
    RECEIPT = "receipt"
    """When and how it came, and what was answered."""
    MATTER = "matter"
    """What happened and what is asked for, as it was said."""
    LEVEL = "level"
    PROMISES = "promises"
    REVIEW = "review"
    """The conditions of acceptance."""
    CHECKS = "checks"
    INTERVIEWS = "interviews"
    FINDINGS = "findings"
    CUSTODY = "custody"
    EVIDENCE = "evidence"
    CAUSES = "causes"
    ACTIONS = "actions"
    ALLEGATIONS = "allegations"
    REMEDIES = "remedies"
    DECISION = "decision"
    CORRESPONDENCE = "correspondence"
    HANDLERS = "handlers"
    """Everybody who worked on it, with their posts."""


class Document(Named, frozen=True, kw_only=True):
    """A paper the industry knows by name; with a text, that text with the placeholders of a case is what it says."""

    kind: DocumentKind = DocumentKind.FORM
    of_one_case: bool = True
    """Else it is made of many, and no case offers it."""
    when: Condition | None = None
    sections: tuple[Section, ...] = ()
    """What one without a text shows, in this order; none: all that the case has."""
    text: Text | None = None
    approved_by: RoleCode = ""
    signature: bool = False
