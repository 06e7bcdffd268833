"""The remedies of a case with their ledgers, and what its outcomes oblige to, as pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from amends.complaints.duties import WORDS, Obligation, Said, Standing
from amends.complaints.lifecycle import ENDED
from amends.complaints.lifecycle import State as CaseState
from amends.complaints.obliged import obligations_of
from amends.complaints.queries import CaseFile
from amends.database.scope import fetch
from amends.people.rights import Right
from amends.policy.document import Policy
from amends.policy.parts.work import Duty, Towards
from amends.remedies.approving import may_approve
from amends.remedies.ledger import ledgers_of
from amends.remedies.rules import PROMISED, Entry, EntryKind, State, approvals, awaited, need_of, possible
from amends.remedies.tables import Remedy
from amends.remedies.wording import name_of, role_words
from web.edge.visit import Visit
from web.formats import iso, money_text, near_moment_text
from web.i18n import current_language, gettext
from web.i18n import mark as _
from web.portal.case_asks import lines_of
from web.portal.case_view import CaseView
from web.remedies import state_badge
from web.rendering import zone_of
from web.settings.policy.wording import choice_text

_ENTRIES: Mapping[EntryKind, tuple[str, str, str]] = {
    EntryKind.PROPOSED: (_("Proposed"), "gift", ""),
    EntryKind.CHANGED: (_("Changed"), "pencil", ""),
    EntryKind.APPROVED: (_("Approved"), "check", "good"),
    EntryKind.REFUSED: (_("Sent back"), "undo-2", "warn"),
    EntryKind.OFFERED: (_("Told to the complainant"), "send", "calm"),
    EntryKind.ACCEPTED: (_("Accepted by the complainant"), "check", "good"),
    EntryKind.DISPUTED: (_("Disputed by the complainant"), "triangle-alert", "bad"),
    EntryKind.CARRIED_OUT: (_("Carried out"), "circle-check", "good"),
    EntryKind.PROOF: (_("Proof added"), "paperclip", ""),
    EntryKind.CONFIRMED: (_("Confirmed"), "circle-check", "good"),
    EntryKind.WITHDRAWN: (_("Withdrawn"), "x", ""),
    EntryKind.ENTRUSTED: (_("Another owner or day"), "user-plus", ""),
}
_STANDINGS: Mapping[Standing, tuple[str, str, str]] = {
    Standing.OPEN: (_("open"), "warn", "clock"),
    Standing.MET: (_("done"), "good", "circle-check"),
    Standing.WAIVED: (_("not done, with a reason"), "", "x"),
}
_HANDLING: Mapping[str, EntryKind] = {
    "done": EntryKind.CARRIED_OUT,
    "proof": EntryKind.PROOF,
    "confirmed": EntryKind.CONFIRMED,
    "objection": EntryKind.DISPUTED,
    "change": EntryKind.CHANGED,
    "charge": EntryKind.ENTRUSTED,
    "withdrawal": EntryKind.WITHDRAWN,
}
"""The acts of whoever handles cases, each offered while its entry is possible."""


def entry_text(kind: EntryKind) -> str:
    return gettext(_ENTRIES[kind][0])


async def remedies_view(case: CaseView, visit: Visit) -> dict[str, Any]:
    """The values of portal/remedies.html that are about remedies and duties."""
    file, ledgers = case.file, await ledgers_of(case.file.row.id)
    names = await _names(file, ledgers)
    mine = visit.guest is None and visit.staff.id not in file.row.about
    handles = mine and visit.staff.may(Right.HANDLE)
    return {
        "remedies": [_remedy(row, ledgers.get(row.id, []), case, visit, names) for row in file.remedies],
        "may_propose": handles and CaseState(file.row.state) not in ENDED,
        "may_say": handles,
        "duties": duties_view(case),
    }


def duties_view(case: CaseView) -> list[dict[str, Any]]:
    """By the history already read: no statement of its own."""
    file, policy = case.file, case.desk.policy
    outcomes = [str(row.outcome) for row in file.allegations if row.outcome]
    if outcomes or not policy.handling.duties_before_close:
        found = obligations_of(policy, outcomes, lines_of(file), file.remedies)
    else:
        # Whether a remedy is given is settled before the decision, which tells of it.
        every = obligations_of(policy, policy.outcomes, lines_of(file), file.remedies)
        found = [each for each in every if each.duty is Duty.REMEDY]
    return [_duty(each, case, policy) for each in found]


def _remedy(
    row: Remedy, entries: Sequence[Entry], case: CaseView, visit: Visit, names: Mapping[UUID, str]
) -> dict[str, Any]:
    policy, language = case.desk.policy, current_language()
    kind, need = policy.remedies.get(str(row.code)), need_of(entries)
    owner = row.owner_id or case.file.row.assignee_id
    late = row.due_at is not None and row.standing in PROMISED and visit.now > row.due_at
    return {
        "id": str(row.id),
        "text": name_of(policy, row).in_language(language),
        "amount_text": money_text(row.amount, currency=str(row.currency)) if row.amount is not None else "",
        "amount": str(row.amount) if row.amount is not None else "",
        "with_amount": kind is not None and kind.with_amount,
        "description": str(row.description),
        "towards_text": choice_text(Towards, kind.towards)
        if kind is not None and kind.towards is not Towards.COMPLAINANT
        else "",
        "help": kind.help.in_language(language) if kind is not None and kind.help is not None else "",
        "state": state_badge(row.standing),
        "owner": str(row.owner_id or ""),
        "owner_text": names.get(owner, "") if owner is not None else "",
        "due_text": _moment(row.due_at, visit) if row.due_at is not None else "",
        "due_iso": iso(row.due_at) if row.due_at is not None else "",
        "late": late,
        "rule_text": policy.approvals[need.code].name.in_language(language)
        if need is not None and need.code in policy.approvals
        else "",
        "band_text": _band(policy, need.code, language) if need is not None else "",
        "awaited_text": role_words(policy, awaited(entries)).in_language(language)
        if row.standing is State.AWAITING
        else "",
        "approved_by": [names.get(person, "") for person in approvals(entries)],
        "entries": [_entry(entry, case, visit, names) for entry in reversed(entries)],
        "acts": _acts(row, entries, case.file, visit),
        "seen": len(entries),
    }


def _band(policy: Policy, code: str, language: str) -> str:
    approval = policy.approvals.get(code)
    band = policy.amount_bands.get(approval.band) if approval is not None and approval.band else None
    return band.name.in_language(language) if band is not None else ""


def _acts(row: Remedy, entries: Sequence[Entry], file: CaseFile, visit: Visit) -> list[str]:
    """What the forms on the page are for; the operations refuse everything else."""
    by = visit.staff
    if visit.guest is not None or by.id in file.row.about:
        return []
    found = ["approval", "return"] if may_approve(row, entries, by) else []
    if by.may(Right.HANDLE):
        found += [act for act, kind in _HANDLING.items() if kind in possible(row.standing)]
    return found


def _entry(entry: Entry, case: CaseView, visit: Visit, names: Mapping[UUID, str]) -> dict[str, Any]:
    text, icon, kind = _ENTRIES[entry.kind]
    amount = entry.detail.get("amount")
    files = entry.detail.get("evidence")
    lines = [entry.words, f"{amount}" if amount else ""]
    if isinstance(files, list):
        lines.append(", ".join(str(item.name) for item in case.file.evidence if str(item.sha256) in files))
    return {
        "icon": icon,
        "kind": kind,
        "text": gettext(text),
        "detail": "\n".join(filter(None, lines)),
        "who": names.get(entry.by, "") if entry.by is not None else case.complainant,
        "at_text": _moment(entry.at, visit),
        "at_iso": iso(entry.at),
    }


def _duty(found: Obligation, case: CaseView, policy: Policy) -> dict[str, Any]:
    language = current_language()
    text, kind, icon = _STANDINGS[found.standing]
    remedies = [
        policy.remedies[code].name.in_language(language) for code in found.remedies if code in policy.remedies
    ]
    return {
        "code": str(found.duty),
        "text": WORDS[found.duty].in_language(language),
        "open": found.standing is Standing.OPEN,
        "state": {"text": gettext(text), "kind": kind, "icon": icon},
        "outcomes_text": " · ".join(
            policy.outcomes[code].name.in_language(language) for code in found.outcomes
        ),
        "how_text": " · ".join(remedies) or _said(found.said, case),
    }


def _said(said: Said | None, case: CaseView) -> str:
    return f"{case.name_of(said.by_id)}: {said.words}" if said is not None else ""


async def _names(file: CaseFile, ledgers: Mapping[UUID, Sequence[Entry]]) -> dict[UUID, str]:
    people = {entry.by for entries in ledgers.values() for entry in entries if entry.by is not None}
    people |= {row.owner_id for row in file.remedies if row.owner_id is not None}
    people |= {file.row.assignee_id} - {None}
    rows = await fetch("SELECT id, name FROM person WHERE id = ANY($1::uuid[])", list(people))
    return {row["id"]: str(row["name"]) for row in rows}


def _moment(moment: datetime, visit: Visit) -> str:
    return near_moment_text(moment, zone=zone_of(visit), now=visit.now)
