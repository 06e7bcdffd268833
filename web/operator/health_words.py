"""Each finding in the reader's words: what is the matter, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from amends.running.rules import Finding, Trouble, Weight
from amends.running.tables import Kind
from web.formats import ago_text, number_text, span_text
from web.i18n import current_language, gettext, ngettext
from web.i18n import mark as _
from web.operator.moments import moment_view

KINDS = {Kind.WEB: _("Web"), Kind.WORKER: _("Worker"), Kind.CLOCK: _("Clock"), Kind.MAIL: _("Mail")}
_VERDICTS = {
    Weight.GOOD: (_("Everything is well"), _("Promises are watched, letters leave, histories are sealed.")),
    Weight.WARN: (_("It works, but have a look"), _("Nothing is lost; what stands below wants looking at.")),
    Weight.BAD: (
        _("Something does not work"),
        _("Promises or letters are not looked after as they should be."),
    ),
}
_MISSING = {
    Kind.WEB: _("No web process has reported: nobody may be able to lodge, track or handle."),
    Kind.WORKER: _("No worker has reported: no letter leaves."),
    Kind.CLOCK: _("No clock has reported: promises are not being watched."),
    Kind.MAIL: _("The mail process has gone: servers that bring mail are asked to wait."),
}
_SENTENCES = {
    Trouble.PROCESS_LOST: _("Processes that ended without taking leave within the last hour: %(count)s."),
    Trouble.MIXED_VERSIONS: _("Processes of different versions run side by side."),
    Trouble.DATABASE_BEHIND: _("The database lacks migrations of this version."),
    Trouble.DATABASE_AHEAD: _("The database is ahead of this version."),
    Trouble.ON_HOLD: _("Everything outgoing has been on hold for %(span)s; letters that wait: %(count)s."),
    Trouble.NOT_TAKEN: _("Letters wait and nobody takes them, the oldest for %(span)s; in all: %(count)s."),
    Trouble.MANY_WAIT: _("Many letters wait to be sent: %(count)s."),
    Trouble.PUT_OFF: _("Letters that did not leave at the first try, the oldest for %(span)s: %(count)s."),
    Trouble.DUE_LATE: _("Promises are looked at %(span)s late; rows that are due: %(count)s."),
    Trouble.DUE_FAILING: _("Due promises that could not be worked off: %(count)s."),
    Trouble.DUE_ASIDE: _(
        "Promises or tasks set aside after seven tries in vain, the oldest %(ago)s: %(count)s."
    ),
    Trouble.SEAL_OLD: _(
        "Organisations whose history should be sealed and is not, the oldest for %(span)s: %(count)s."
    ),
    Trouble.LETTERS_DEAD: _("Letters given up, the oldest %(ago)s: %(count)s."),
}
_TO_DO = {
    Trouble.KIND_MISSING: _("Start it (amends %(kind)s), or look into its log for why it stops."),
    Trouble.PROCESS_LOST: _("It was killed or lost its machine. Others of its kind run; look into the log if it repeats."),
    Trouble.MIXED_VERSIONS: _("An upgrade is under way, or was not finished: bring all processes to one version."),
    Trouble.DATABASE_BEHIND: _("Run amends migrate."),
    Trouble.DATABASE_AHEAD: _("An upgrade is under way: bring this process to the new version."),
    Trouble.ON_HOLD: _("A restored backup begins so. When you know that nothing is sent twice: amends outbox release."),
    Trouble.NOT_TAKEN: _("Look into the workers' logs, and whether they reach Redis."),
    Trouble.MANY_WAIT: _("They leave in order. If the number does not fall, start another worker."),
    Trouble.PUT_OFF: _("The mail server puts them off; they are tried again by themselves. Look into its log."),
    Trouble.DUE_LATE: _("Look into the clocks' logs. If there is only more to do than usual, start another clock."),
    Trouble.DUE_FAILING: _("They are tried again, later each time. The clocks' logs say what stands in their way."),
    Trouble.DUE_ASIDE: _("Nobody is warned or told of them. Mend what the clocks' logs say, then put them back."),
    Trouble.SEAL_OLD: _("Look into the clocks' logs. Nothing is lost: the next seal covers the days since."),
    Trouble.LETTERS_DEAD: _("Look at the reasons, mend what can be mended, then try them again."),
}  # fmt: skip
_ON_THE_WAY = ("/operator/outgoing", _("On the way out"))
LINKS = {
    Trouble.DUE_ASIDE: ("/operator/set-aside", _("Promises and tasks set aside")),
    Trouble.LETTERS_DEAD: ("/operator/dead-letters", _("Letters given up")),
    Trouble.NOT_TAKEN: _ON_THE_WAY,
    Trouble.MANY_WAIT: _ON_THE_WAY,
    Trouble.PUT_OFF: _ON_THE_WAY,
}


def verdict_view(weight: Weight, count: int) -> dict[str, str]:
    title, text = _VERDICTS[weight]
    return {
        "kind": str(weight),
        "title": gettext(title),
        "text": gettext(text),
        "count_text": ngettext("%(num)d finding", "%(num)d findings", count) % {"num": count}
        if count
        else "",
    }


def finding_view(found: Finding, *, now: datetime, names: Mapping[UUID, tuple[str, str]]) -> dict[str, Any]:
    """`names` are the organisations' slugs and names."""
    url, link_text = LINKS.get(found.trouble, ("", ""))
    to_do = gettext(_TO_DO[found.trouble])
    return {
        "id": f"{found.trouble}{'-' + found.kind if found.kind else ''}",
        "kind": str(found.weight),
        "text": _text(found, now),
        "to_do": to_do % {"kind": str(found.kind)} if found.kind else to_do,
        "url": url,
        "link_text": gettext(link_text) if link_text else "",
        "since": moment_view(found.since, now=now),
        "tenants": [
            {"url": f"/operator/tenants/{names[each][0]}", "name": names[each][1]}
            for each in found.tenants
            if each in names
        ],
    }


def _text(found: Finding, now: datetime) -> str:
    """Numbers and ages are filled in as the reader's language writes them."""
    values = {
        "count": number_text(found.count),
        "ago": ago_text(found.since, now=now) if found.since else "",
        "span": span_text(now - found.since) if found.since else "",
    }
    if found.trouble is Trouble.KIND_MISSING and found.kind is not None:
        last = gettext("It was last heard of %(ago)s.") if found.since else gettext("None ever has.")
        between = "" if current_language() == "zh" else " "
        return f"{gettext(_MISSING[found.kind])}{between}{last}" % values
    return gettext(_SENTENCES[found.trouble]) % values
