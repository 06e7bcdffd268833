"""Letters as pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from amends.complaints.case import Case
from amends.complaints.queries import CaseFile
from amends.letters.approving import draft_of, given_of
from amends.letters.paper import Paper, thawed
from amends.letters.tables import Letter, LetterState
from amends.letters.wording import Pattern, blanks_of, known_of, pattern_of
from amends.notices.texts import CODE_LATER
from amends.people.actor import Actor
from amends.policy.document import Policy
from web.edge.visit import Visit
from web.formats import iso, moment_text, short_day_text
from web.i18n import HTML_LANGUAGES, gettext
from web.portal.letters.words import (
    blank_text,
    is_line,
    made_from_text,
    pattern_text,
    role_text,
    state_view,
)
from web.rendering import zone_of
from web.view import FormView

HOME = "/portal/letters"


def letter_url(letter_id: UUID) -> str:
    return f"{HOME}/{letter_id}"


def panel_view(letters: Sequence[Letter], policy: Policy, visit: Visit) -> list[dict[str, Any]]:
    """Of one case."""
    return [
        {
            "url": letter_url(letter.id),
            "title": made_from_text(policy, letter.document, letter.event),
            "recipient": letter.recipient,
            "state": state_view(str(letter.state)),
            "at_text": moment_text(letter.created_at, zone=zone_of(visit)),
            "at_iso": iso(letter.created_at),
            "posted_text": short_day_text(letter.posted_on) if letter.posted_on else "",
        }
        for letter in letters
    ]


def paper_view(paper: Paper) -> dict[str, Any]:
    """As the page shows it; the code that opens the case stands on the printed sheet alone."""
    return {
        "language": HTML_LANGUAGES[paper.language],
        "window": paper.window,
        "number": paper.number,
        "day_text": short_day_text(paper.day),
        "subject": paper.subject,
        "paragraphs": paper.body.replace(CODE_LATER, "\u2022" * 8).split("\n\n"),
        "signed": paper.signed,
    }


def paper_of(case: Case, letter: Letter, file: CaseFile, visit: Visit) -> Paper | None:
    """Frozen, or as it would be printed today; None where the policy has it no more."""
    if letter.paper is not None:
        return thawed(str(letter.paper))
    if pattern_of(case.desk.policy, document=letter.document, event=letter.event) is None:
        return None
    return draft_of(case, letter, file, reader=visit.staff, now=visit.now)


def blanks_view(case: Case, letter: Letter, file: CaseFile, reader: Actor) -> list[dict[str, Any]]:
    """What somebody is asked for, and what the case suggests."""
    pattern = pattern_of(case.desk.policy, document=letter.document, event=letter.event)
    if pattern is None:
        return []
    policy = case.desk.policy
    return [
        {"name": f"blanks.{name}", "label": blank_text(policy, name), "line": is_line(policy, name)}
        for name in blanks_of(pattern, known_of(case, file, reader=reader))
    ]


def draft_form(case: Case, letter: Letter, file: CaseFile, visit: Visit, form_id: str) -> FormView:
    """Filled with what was saved, else with what the case suggests."""
    pattern = pattern_of(case.desk.policy, document=letter.document, event=letter.event)
    known = known_of(case, file, reader=visit.staff)
    suggested = {name: known.get(name, "") for name in blanks_of(pattern, known)} if pattern else {}
    values = {f"blanks.{name}": text for name, text in {**suggested, **given_of(letter)}.items()}
    return FormView(
        form_id=form_id,
        act="draft",
        values={
            "recipient": letter.recipient,
            "address": letter.address,
            "own_words": letter.own_words,
            "seen": str(letter.changes),
            **values,
        },
    )


def facts_view(letter: Letter, names: dict[UUID, str], visit: Visit) -> list[tuple[str, str]]:
    """Who did what, when."""
    zone = zone_of(visit)
    steps = (
        (gettext("Begun"), letter.created_at, letter.created_by),
        (gettext("Sent for approval"), letter.asked_at if letter.approving_role else None, letter.asked_by),
        (gettext("Approved"), letter.approved_at if letter.approving_role else None, letter.approved_by),
        (gettext("Printed"), letter.printed_at, None),
        (gettext("Not sent"), letter.cancelled_at, letter.cancelled_by),
    )
    found = [(label, _step(at, names.get(by, "") if by else "", zone)) for label, at, by in steps if at]
    if letter.posted_on is not None:
        found.append((gettext("Posted on"), short_day_text(letter.posted_on)))
    if letter.state == LetterState.CANCELLED and letter.cancelled_reason:
        found.append((gettext("Reason"), str(letter.cancelled_reason)))
    return found


def patterns_view(offered: Sequence[Pattern], policy: Policy) -> list[tuple[str, list[tuple[str, str]]]]:
    """As groups of options: the policy's own letters first."""
    groups = (
        (gettext("Letters of your policy that fit this case"), "document:"),
        (gettext("The text of a notice"), "event:"),
    )
    found = [
        (title, [(each.key, _named(each, policy)) for each in offered if each.key.startswith(kind)])
        for title, kind in groups
    ]
    return [group for group in found if group[1]]


def _named(pattern: Pattern, policy: Policy) -> str:
    if not pattern.approved_by:
        return pattern_text(pattern)
    approving = {"letter": pattern_text(pattern), "role": role_text(policy, pattern.approved_by)}
    return gettext("%(letter)s (approved by: %(role)s)") % approving


def _step(at: Any, who: str, zone: Any) -> str:
    moment = moment_text(at, zone=zone)
    return f"{moment} · {who}" if who else moment
