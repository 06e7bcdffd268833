"""What of a case waits for somebody else's approval, on its own page: read from the history that is loaded anyway."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from amends.approvals.operations import APPROVED, ENDS, PROPOSED
from amends.approvals.queries import requests_of, typed_in
from amends.complaints.queries import CaseFile, HistoryLine
from amends.policy.document import Policy
from amends.remedies.wording import role_words
from web.i18n import current_language, gettext
from web.i18n import mark as _
from web.typed import Typed
from web.view import FormView

ACT_NAMES = {
    "acceptance": _("Acceptance"),
    "refusal": _("Refusal"),
    "forwarding": _("Forwarding"),
    "message": _("Message to the complainant"),
    "offer": _("Offer of a solution"),
    "decision": _("Decision"),
    "deadlock": _("No agreement"),
    "closure": _("Closing"),
}
_ABOUT = frozenset({PROPOSED, APPROVED}) | ENDS


def act_name(act: str) -> str:
    return gettext(ACT_NAMES[act]) if act in ACT_NAMES else act


def waits_for_approval(policy: Policy, file: CaseFile) -> list[dict[str, Any]]:
    """As the other acts that have to wait: none, or the one that was proposed."""
    line = _last(file.history)
    if line is None or line.act in ENDS or line.detail.get("done"):
        return []
    proposed = next(each for each in file.history if each.act == PROPOSED)
    roles = role_words(policy, proposed.detail.get("roles", ())).in_language(current_language())
    text = gettext("It waits for approval by %(roles)s; the deadlines go on.") % {"roles": roles}
    act = str(line.detail["act"])
    first = [{"text": text, "url": f"/portal/cases/{file.row.id}/approval"}]
    return [{"act": act, "title": act_name(act), "first": first}]


def approval_url(file: CaseFile) -> str:
    """Where it is to be read what was proposed; "" where nothing ever was."""
    return f"/portal/cases/{file.row.id}/approval" if _last(file.history) else ""


async def typed_before(form: FormView, file: CaseFile, acts: Sequence[str]) -> FormView:
    """What was sent back or withdrawn stands in its form again, so that nobody types it twice."""
    line = _last(file.history)
    if form.failed or line is None or line.act not in ENDS or line.detail["act"] not in acts:
        return form
    latest = (await requests_of(file.row.id))[0]
    values = Typed(typed_in(latest)).values()
    return FormView(form_id=form.form_id, act=str(latest.act), values=values)


def _last(history: Sequence[HistoryLine]) -> HistoryLine | None:
    return next((line for line in history if line.act in _ABOUT), None)
