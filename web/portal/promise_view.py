"""One promise as its page shows it: when it is due and why, its ledger, and what the reader may do to it now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from amends.complaints.case import Case
from amends.complaints.own_words import has_room
from amends.deadlines.allowance import reasons, stands_still_until
from amends.deadlines.entries import Written
from amends.deadlines.extending import extension_of, may_extend
from amends.deadlines.ledger import extensions
from amends.deadlines.operations import facts
from amends.deadlines.period import Period, Unit
from amends.deadlines.rules import is_broken, is_due_at_once
from amends.deadlines.starting import is_public
from amends.deadlines.tables import Promise
from amends.errors import Invalid
from amends.people.rights import Right
from amends.policy.document import Policy
from amends.policy.events import Event
from web.edge.visit import Visit
from web.i18n import current_language, gettext
from web.i18n import mark as _
from web.ledger import LedgerOf, NameOf, ledger_lines
from web.promises import due_text, period_text, promise_views
from web.rendering import zone_of
from web.roles import role_names
from web.typed import Typed

UNITS = {
    Unit.WORKING_DAYS: _("working days"),
    Unit.CALENDAR_DAYS: _("days"),
    Unit.WORKING_HOURS: _("working hours"),
    Unit.HOURS: _("hours"),
}
_LETTERS = {"pause": Event.PAUSED, "resumption": Event.RESUMED, "extension": Event.EXTENSION}


def promise_page_view(
    case: Case, promise: Promise, written: Sequence[Written], name_of: NameOf, visit: Visit
) -> dict[str, Any]:
    """The values of portal/promise.html, but its form and where it stands."""
    policy, zone = case.desk.policy, zone_of(visit)
    [view] = promise_views([promise], policy=policy, zone=zone, now=visit.now)
    told = LedgerOf(promise, written, case.desk, zone, visit.now)
    acts = open_acts(case, promise, told, visit)
    return {
        "promise": view,
        "entries": ledger_lines(told, name_of),
        "acts": acts,
        "own_words": [act for act, event in _LETTERS.items() if has_room(policy, event)],
        "reasons": _reasons(policy, str(promise.kind)),
        "units": [(str(unit), gettext(text)) for unit, text in UNITS.items()],
        "until_text": _until(case, promise, told, visit.now),
        "public": is_public(policy, str(promise.kind)),
        **_extension(policy, promise, told, visit),
        "nothing_text": "" if acts else _nothing(case, promise, visit),
    }


def open_acts(case: Case, promise: Promise, told: LedgerOf, visit: Visit) -> list[str]:
    """What the forms on the page are for; the operations refuse everything else."""
    if promise.ended_at is not None or visit.guest is not None or visit.staff.id in case.row.about:
        return []
    handles = visit.staff.may(Right.HANDLE)
    if promise.paused_since is not None:
        return ["resumption"] if handles else []
    if is_broken(facts(promise), visit.now) or is_due_at_once(facts(promise)):
        return []
    policy = case.desk.policy
    allowed = extension_of(policy, str(promise.kind))
    left = allowed is not None and extensions(told.entries) < allowed.most
    mine = left and may_extend(case, promise, visit.staff)
    return [
        *(["pause"] if handles and reasons(policy, str(promise.kind)) else []),
        *(["extension"] if mine else []),
        *(["extension-request"] if left and not mine and handles else []),
    ]


def _reasons(policy: Policy, kind: str) -> list[tuple[str, str]]:
    language = current_language()
    found = []
    for code, reason in reasons(policy, kind).items():
        name = reason.name.in_language(language)
        longest = (
            gettext("%(reason)s (at most %(period)s in all)")
            % {"reason": name, "period": period_text(reason.longest)}
            if reason.longest is not None
            else name
        )
        found.append((code, longest))
    return found


def _until(case: Case, promise: Promise, told: LedgerOf, now: datetime) -> str:
    """When it runs on by itself."""
    if promise.paused_since is None or promise.ended_at is not None:
        return ""
    until = stands_still_until(case.desk, told.entries)
    return due_text(until, zone=told.zone) if until is not None and until > now else ""


def _extension(policy: Policy, promise: Promise, told: LedgerOf, visit: Visit) -> dict[str, str]:
    """What the policy allows, and who decides."""
    allowed = extension_of(policy, str(promise.kind))
    if allowed is None:
        return {"extension_text": "", "extender_text": ""}
    used = extensions(told.entries)
    parts = [gettext("Extended %(used)s of %(most)s times.") % {"used": used, "most": allowed.most}]
    if allowed.longest is not None:
        parts.append(gettext("At most %(period)s each time.") % {"period": period_text(allowed.longest)})
    role = role_names((allowed.approved_by,), visit.roles) if allowed.approved_by else ""
    between = "" if current_language() == "zh" else " "
    return {"extension_text": between.join(parts), "extender_text": role}


def _nothing(case: Case, promise: Promise, visit: Visit) -> str:
    policy = case.desk.policy
    if visit.staff.id in case.row.about:
        return gettext("This complaint is about you: somebody else has to handle it.")
    if promise.ended_at is not None:
        return gettext("It has ended: its time cannot be changed any more.")
    if is_broken(facts(promise), visit.now):
        return gettext("It is broken: its time cannot be stopped or extended any more. Keep it, even late.")
    if is_due_at_once(facts(promise)):
        return gettext("It is due at once: there is no time of it to stop or to extend.")
    kind = str(promise.kind)
    if not reasons(policy, kind) and extension_of(policy, kind) is None:
        return gettext("The policy lets this clock neither stand still nor be extended.")
    return gettext("Your role, or the policy, allows nothing else here now.")


def period_in(typed: Typed) -> Period | None:
    """None where no amount was given."""
    amount, unit = typed.text("period").strip(), typed.text("unit")
    if not amount:
        return None
    if not (amount.isascii() and amount.isdecimal() and 1 <= int(amount[:4]) <= 999) or unit not in set(
        UNITS
    ):
        raise Invalid({"period": "Please give a whole number from 1 to 999."})
    return Period(int(amount), Unit(unit))
