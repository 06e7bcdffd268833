"""A corrective action as pages show it, and as their forms say it."""

from __future__ import annotations

from typing import Any

from amends.correctives.operations import Plan
from amends.correctives.queries import ActionLine, EntryLine
from amends.correctives.rules import Standing
from amends.correctives.tables import ActionKind
from amends.errors import Invalid
from web.edge.visit import Visit
from web.formats import iso, near_moment_text, relative_text
from web.i18n import gettext
from web.i18n import mark as _
from web.promises import due_text
from web.rendering import zone_of
from web.typed import Typed
from web.wording import happening

KINDS = {
    ActionKind.CORRECTIVE: _("Corrective: puts right what led to it"),
    ActionKind.PREVENTIVE: _("Preventive: keeps the like from happening"),
    ActionKind.PROCESS: _("Changes a process"),
}
_STANDINGS = {
    Standing.OPEN: (_("to be done"), "calm", "clock"),
    Standing.LATE: (_("overdue"), "bad", "circle-x"),
    Standing.TO_CHECK: (_("done, effect to be seen"), "calm", "search-check"),
    Standing.CHECK_LATE: (_("done, effect not looked at in time"), "bad", "circle-x"),
    Standing.EFFECTIVE: (_("works"), "good", "circle-check"),
    Standing.CANCELLED: (_("given up"), "", "circle-dot"),
}


def standing_text(standing: Standing) -> str:
    return gettext(_STANDINGS[standing][0])


def action_row(action: ActionLine, visit: Visit) -> dict[str, Any]:
    """`due_*`: when it is to be done or, once it is, looked at; "" when it is over."""
    standing = action.standing(visit.now)
    word, kind, icon = _STANDINGS[standing]
    doing = standing in (Standing.OPEN, Standing.LATE)
    over = standing in (Standing.EFFECTIVE, Standing.CANCELLED)
    due_at = action.due_at if doing else action.check_due_at
    return {
        "id": str(action.id),
        "url": f"/portal/actions/{action.id}",
        "number": action.number,
        "title": action.title,
        "kind_text": gettext(KINDS[ActionKind(action.kind)]),
        "state": str(standing),
        "state_text": gettext(word),
        "state_kind": kind,
        "state_icon": icon,
        "owner_text": action.owner,
        "checker_text": action.checker or gettext("whoever supervises"),
        "whose_text": action.owner if doing else action.checker or gettext("whoever supervises"),
        "round_text": gettext("round %(number)s") % {"number": action.round} if action.round > 1 else "",
        "cases": action.cases,
        "due_text": "" if over else due_text(due_at, zone=zone_of(visit)),
        "due_iso": iso(due_at),
        "relative_text": "" if over else relative_text(due_at, now=visit.now),
        "do_by_text": due_text(action.due_at, zone=zone_of(visit)),
        "check_by_text": due_text(action.check_due_at, zone=zone_of(visit)),
    }


def entry_view(entry: EntryLine, visit: Visit) -> dict[str, Any]:
    """For shared/_timeline.html."""
    shown = happening(f"corrective-{entry.act}")
    said = (str(entry.detail.get("to", "")), entry.note, entry.process_change)
    return {
        "icon": shown.icon,
        "kind": shown.kind,
        "text": shown.text,
        "detail": "\n".join(filter(None, said)),
        "who": entry.by,
        "at_text": near_moment_text(entry.at, zone=zone_of(visit), now=visit.now),
        "at_iso": iso(entry.at),
    }


def planned(typed: Typed) -> Plan:
    """A form's plan; a date that cannot be read is said at its field."""
    for name in ("owner", "checker"):
        if typed.text(name) and typed.uuid(name) is None:
            raise Invalid({name: "This person does not work here any more."})
    return Plan(
        kind=typed.text("kind"),
        title=typed.text("title"),
        measures=typed.text("measures"),
        owner_id=typed.uuid("owner"),
        checker_id=typed.uuid("checker"),
        due_on=typed.day("due_on"),
        check_on=typed.day("check_on"),
    )
