"""What staff are asked for a letter, and how far one is, in the reader's words."""

from __future__ import annotations

from amends.letters.tables import LetterState
from amends.letters.wording import Pattern
from amends.policy.document import Policy
from amends.policy.events import Event
from web.i18n import current_language, gettext
from web.i18n import mark as _
from web.letters import event_text

_STATES = {
    LetterState.DRAFT: (_("Draft"), "", "pencil"),
    LetterState.ASKED: (_("To be approved"), "warn", "hourglass"),
    LetterState.APPROVED: (_("To be printed and posted"), "calm", "printer"),
    LetterState.POSTED: (_("Posted"), "good", "circle-check"),
    LetterState.CANCELLED: (_("Not sent"), "", "circle-x"),
}
_BLANKS = {
    "allegation": _("What is complained of"),
    "alternative": _("What we offer instead"),
    "authority": _("Authority it goes to"),
    "body": _("What the letter says"),
    "clock": _("Which promise"),
    "content": _("What the complaint is about"),
    "danger": _("What the danger is"),
    "data": _("Which data"),
    "date": _("Date"),
    "demand": _("What they ask for"),
    "done": _("What has been done"),
    "due": _("Due"),
    "facts": _("The facts"),
    "finding": _("What we found"),
    "goods": _("Which goods"),
    "investigation": _("How we looked into it"),
    "items": _("What is needed"),
    "matter": _("What it is about"),
    "measures": _("What we do about it"),
    "new": _("New date"),
    "next": _("What comes next"),
    "old": _("Date promised before"),
    "party": _("To whom"),
    "period": _("For how long"),
    "purpose": _("What for"),
    "reason": _("Reason"),
    "request": _("What we ask for"),
    "result": _("Our answer"),
    "reviewer": _("Who looks at it again"),
    "since": _("Since when"),
    "solution": _("What we propose"),
    "until": _("Until when at the latest"),
}
_LINES = frozenset(
    {
        "date",
        "due",
        "clock",
        "new",
        "old",
        "since",
        "until",
        "period",
        "party",
        "authority",
        "reviewer",
        "goods",
    }
)
_OTHERS = {
    "name": _("Name"),
    "contact": _("Contact"),
    "category": _("Category"),
    "level": _("Level"),
    "dept": _("Department"),
    "owner": _("Person in charge"),
}


def state_view(state: str) -> dict[str, str]:
    text, kind, icon = _STATES[LetterState(state)]
    return {"text": gettext(text), "kind": kind, "icon": icon}


def blank_text(policy: Policy, name: str) -> str:
    """The policy's own name of a question; else ours."""
    field = policy.fields.get(name)
    if field is not None:
        return field.name.in_language(current_language())
    known = _BLANKS.get(name) or _OTHERS.get(name)
    return gettext(known) if known is not None else name


def is_line(policy: Policy, name: str) -> bool:
    return name in _LINES or name in policy.fields


def pattern_text(pattern: Pattern) -> str:
    """A notice is called by its event: its subject is made for one case."""
    return event_text(pattern.event) if pattern.event else pattern.name.in_language(current_language())


def made_from_text(policy: Policy, document: str | None, event: str | None) -> str:
    found = policy.documents.get(document or "")
    if found is not None:
        return found.name.in_language(current_language())
    return event_text(event) if event in set(Event) else document or gettext("Letter")


def role_text(policy: Policy, role: str | None) -> str:
    found = policy.roles.get(role or "")
    return found.name.in_language(current_language()) if found is not None else role or ""
