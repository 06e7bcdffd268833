"""The conditions of acceptance as their page shows them, and the forms for what follows from the answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from amends.acceptance.queries import answers_of
from amends.acceptance.rules import Outcome, applying, outcome
from amends.acceptance.tables import AcceptanceAnswer
from amends.complaints.case import moves_in
from amends.complaints.lifecycle import Move, State
from amends.complaints.queries import CaseFile
from amends.people.rights import Right
from amends.policy.conditions import Facts
from amends.policy.document import Policy
from amends.policy.parts.acceptance import AcceptanceCondition, Unmet
from web.edge.visit import Visit
from web.formats import iso, near_moment_text
from web.i18n import current_language, gettext
from web.i18n import mark as _
from web.portal.case_view import choices
from web.rendering import zone_of
from web.view import FormView
from web.wording import clock_text

ANSWERS = "answers"
_FOLLOWS = {
    Unmet.REFUSE: (_("Not met: refuse it, or settle why it is accepted after all"), "bad"),
    Unmet.FORWARD: (_("Somebody else’s: forward it and tell the complainant"), "bad"),
    Unmet.ASK: (_("Ask the complainant for more"), "warn"),
    Unmet.REPORT: (_("Report it to those above"), "warn"),
    Unmet.NOTE: (_("Noted; it goes on"), "calm"),
}
_RIGHTS = {
    Unmet.REFUSE: Right.ADMIT,
    Unmet.FORWARD: Right.ADMIT,
    Unmet.ASK: Right.HANDLE,
    Unmet.REPORT: Right.HANDLE,
}


async def acceptance_view(
    policy: Policy, file: CaseFile, facts: Facts, form: FormView, visit: Visit
) -> dict[str, Any]:
    """The values of portal/acceptance.html that are about the conditions."""
    answers = await answers_of(file.row.id)
    found = outcome(policy, facts, {code: bool(row.met) for code, row in answers.items()})
    conditions = applying(policy, facts)
    may = _may(policy, file, visit)
    return {
        "may_answer": may,
        "answering": _answering(form, answers),
        "conditions": [
            _condition(code, each, answers.get(code), file, visit) for code, each in conditions.items()
        ],
        "unanswered": len(found.unanswered),
        "all_met": bool(conditions) and not found.unanswered and not found.unmet,
        "acceptable": bool(conditions) and found.acceptable,
        "checked": policy.handling.acceptance_checked,
        "follows": _follows(policy, found, answers, form, visit) if may else [],
        "refusal_reasons": choices(policy.refusal_reasons),
        "promises": _promises(policy, file)
        if Unmet.ASK in found.unmet and visit.staff.may(Right.HANDLE)
        else [],
    }


def _may(policy: Policy, file: CaseFile, visit: Visit) -> bool:
    still = Move.ACCEPT in moves_in(policy, State(file.row.state), str(file.row.kind))
    mine = visit.guest is None and visit.staff.id not in file.row.about
    return still and mine and visit.staff.may(Right.ADMIT)


def _answering(form: FormView, answers: Mapping[str, AcceptanceAnswer]) -> FormView:
    """Filled with the answers there are."""
    own = form.for_act(ANSWERS)
    if own.failed:
        return own
    values: dict[str, object] = {}
    for code, row in answers.items():
        values |= {f"met.{code}": "yes" if row.met else "no", f"note.{code}": str(row.note)}
    return FormView(form_id=own.form_id, act=ANSWERS, values=values)


def _condition(
    code: str, each: AcceptanceCondition, row: AcceptanceAnswer | None, file: CaseFile, visit: Visit
) -> dict[str, Any]:
    """{code, name, help, state: met | unmet | "", follows_text, note, who, at_text, at_iso}."""
    language = current_language()
    return {
        "code": code,
        "name": each.name.in_language(language),
        "help": each.help.in_language(language) if each.help else "",
        "state": "" if row is None else "met" if row.met else "unmet",
        "follows_text": gettext(_FOLLOWS[each.unmet][0]),
        "note": str(row.note) if row is not None else "",
        "who": file.names.get(row.answered_by, "") if row is not None else "",
        "at_text": near_moment_text(row.answered_at, zone=zone_of(visit), now=visit.now) if row else "",
        "at_iso": iso(row.answered_at) if row else "",
    }


def _follows(
    policy: Policy, found: Outcome, answers: Mapping[str, AcceptanceAnswer], form: FormView, visit: Visit
) -> list[dict[str, Any]]:
    """By what follows: {kind, title, badge, names, may, form}; the form holds what was said of the conditions."""
    language = current_language()
    follows = []
    for unmet, codes in sorted(found.unmet.items(), key=lambda item: list(Unmet).index(item[0])):
        title, kind = _FOLLOWS[unmet]
        right = _RIGHTS.get(unmet)
        follows.append(
            {
                "kind": str(unmet),
                "title": gettext(title),
                "badge": kind,
                "names": [policy.acceptance[code].name.in_language(language) for code in codes],
                "may": right is not None and visit.staff.may(right),
                "form": _preset(policy, unmet, codes, answers, form),
            }
        )
    return follows


def _preset(
    policy: Policy,
    unmet: Unmet,
    codes: tuple[str, ...],
    answers: Mapping[str, AcceptanceAnswer],
    form: FormView,
) -> FormView:
    notes = "\n".join(note for code in codes if (note := str(answers[code].note)))
    reasons = [policy.acceptance[code].refusal for code in codes if policy.acceptance[code].refusal]
    act, values = {
        Unmet.REFUSE: ("refusal", {"reason": next(iter(reasons), ""), "explanation": notes}),
        Unmet.FORWARD: ("forwarding", {"explanation": notes}),
        Unmet.ASK: ("message", {"body": notes}),
        Unmet.REPORT: ("help", {"reason": notes}),
    }.get(unmet, ("note", {}))
    return FormView(form_id=form.for_act(act).form_id, act=act, values=values)


def _promises(policy: Policy, file: CaseFile) -> list[dict[str, str]]:
    """Those that run, and may stand still while the complainant is asked: {text, url}."""
    url = f"/portal/cases/{file.row.id}/promises"
    running = [row for row in file.promises if row.ended_at is None and row.paused_since is None]
    return [
        {"text": clock_text(policy, str(row.kind)), "url": f"{url}/{row.id}"}
        for row in running
        if (clock := policy.clocks.get(str(row.kind))) is not None and clock.pauses
    ]
