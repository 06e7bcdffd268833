"""Rows of the engine as the complainant's pages show them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from amends.audit.tables import HistoryEntry
from amends.complaints.desk import Desk
from amends.complaints.lifecycle import ENDED, Move, State, moves
from amends.complaints.onward import of_months, taken_until
from amends.complaints.tracking import OwnCase
from amends.correspondence.tables import Message, MessageKind
from amends.deadlines.entries import Ledgers
from amends.deadlines.period import Period
from amends.deadlines.starting import is_public
from amends.deadlines.tables import Promise
from amends.evidence.tables import Evidence
from amends.notices.tables import NoticeRow
from amends.organisation.values import Both, OutsideBody
from amends.policy.categories import effective, leaves
from amends.policy.document import ClockKind, ClockUse, Statement
from amends.policy.parts.work import Towards
from amends.remedies.rules import SHOWN
from amends.remedies.rules import State as Standing
from amends.remedies.tables import Remedy
from web.answers import own_answers_view
from web.categories import category_text
from web.edge.visit import Visit
from web.formats import iso, moment_text, money_text, near_moment_text, size_text
from web.house import shown
from web.i18n import current_language, gettext
from web.i18n import mark as _
from web.ledger import LedgerOf, why_moved
from web.promises import due_text, period_text, shown_promises
from web.public.next_steps import next_step, reopen_until
from web.remedies import state_badge
from web.rendering import zone_of
from web.view import Organisation, Shown
from web.wording import happening, state_kind, state_text

_ANSWERED = frozenset(
    {State.DECIDED, State.EXECUTING, State.FEEDBACK, State.CLOSED, State.ARCHIVED, State.REFUSED, State.FORWARDED,
     State.DEADLOCK, State.EXTERNAL, State.WITHDRAWN, State.MERGED}
)  # fmt: skip
_WORKING = frozenset({State.ACCEPTED, State.INVESTIGATING, State.SOLUTION, State.REOPENED})
_RECOURSE_SHOWN = frozenset({State.REFUSED, State.DECIDED, State.CLOSED, State.DEADLOCK, State.EXTERNAL})
_FOR_MOST = {
    ClockKind.RESPOND: _("for most complaints, until somebody answers you about your case"),
    ClockKind.RESOLVE: _("for most complaints, until you have the result"),
}
_ANSWERS = frozenset({Move.OFFER, Move.DECIDE, Move.AGREE, Move.DISPUTE})


def home_view(desk: Desk) -> dict[str, Any]:
    """The promises in numbers, the other ways in, the bodies outside."""
    language = current_language()
    levels = sorted(desk.policy.levels.items(), key=lambda item: (item[1].rank, item[0]))
    usual = desk.policy.levels[_usual_level(desk)].clocks
    at_once = {"figure": gettext("At once"), "text": gettext("you get a number and the times we promise")}
    return {
        "promises": [
            at_once,
            *(
                {"figure": _figure(usual[kind]), "text": gettext(text)}
                for kind, text in _FOR_MOST.items()
                if kind in usual and is_public(desk.policy, kind)
            ),
        ],
        "levels": [
            {
                "name": level.name.in_language(language),
                "criteria": level.criteria.in_language(language),
                "respond_text": _period(level.clocks.get(ClockKind.RESPOND)),
                "resolve_text": _period(level.clocks.get(ClockKind.RESOLVE)),
            }
            for __, level in levels
        ],
        "recourse": recourse_view(desk),
        "principles": statements_view(desk.policy.principles),
        "rights": statements_view(desk.policy.rights),
        "procedure": statements_view(desk.policy.procedure),
        "anonymous": desk.policy.handling.anonymous,
    }


def statements_view(statements: Mapping[str, Statement]) -> list[dict[str, str]]:
    """What the organisation says of itself, in its order."""
    language = current_language()
    ordered = sorted(statements.items(), key=lambda item: (item[1].rank, item[0]))
    return [
        {
            "name": each.name.in_language(language),
            "text": each.text.in_language(language) if each.text else "",
        }
        for __, each in ordered
    ]


def _usual_level(desk: Desk) -> str:
    """The level most categories have; of two equally usual ones the slower, so as not to promise too much."""
    counts = Counter(effective(desk.policy, code).level for code in leaves(desk.policy))
    return max(counts, key=lambda code: (counts[code], desk.policy.levels[code].rank))


def _period(clock: ClockUse | None) -> str:
    return period_text(clock.period) if clock is not None else "–"


def _figure(clock: ClockUse) -> str:
    text = period_text(clock.period)
    return text[:1].upper() + text[1:]


def recourse_view(desk: Desk, *, closed_at: datetime | None = None) -> list[dict[str, Any]]:
    """The organisation's own list, or that of its policy; with the day until which each takes up what was closed then."""
    if desk.bodies is not None:
        return [
            {**body_view(body), "until_text": _until(of_months(body.months), closed_at, desk)}
            for body in desk.bodies
        ]
    bodies = sorted(desk.policy.recourse.items(), key=lambda item: (item[1].rank, item[0]))
    return [
        {
            **_NO_BODY,
            "name": shown(Both(body.name.zh, body.name.en)),
            "contact": shown(Both(body.contact.zh, body.contact.en)),
            "until_text": _until(body.within, closed_at, desk),
        }
        for __, body in bodies
    ]


def _until(within: Period | None, closed_at: datetime | None, desk: Desk) -> str:
    if within is None:
        return ""
    until = taken_until(within, closed_at, desk.calendar)
    if until is None:
        return gettext("Takes it up until %(period)s after it was closed here") % {
            "period": period_text(within)
        }
    return gettext("Takes it up %(until)s") % {"until": due_text(until, zone=ZoneInfo(desk.zone))}


def body_view(body: OutsideBody) -> dict[str, Any]:
    return {
        **_NO_BODY,
        "name": shown(body.name),
        "purpose": shown(body.purpose),
        "address": shown(body.address),
        "phone": body.phone,
        "website": body.website,
        "website_text": body.website.partition("://")[2].rstrip("/"),
    }


_NO_BODY: dict[str, Any] = {
    "purpose": Shown(), "contact": Shown(), "address": Shown(), "phone": "", "website": "", "website_text": "",
    "until_text": "",
}  # fmt: skip


def channels_view(organisation: Organisation) -> list[dict[str, Any]]:
    phone, email = organisation.phone, organisation.email
    found: list[dict[str, Any]] = []
    if phone:
        found.append({"icon": "phone", "name": gettext("Telephone"), "detail": phone, "url": f"tel:{phone}"})
    if email:
        found.append({"icon": "mail", "name": gettext("E-mail"), "detail": email, "url": f"mailto:{email}"})
    if organisation.address:
        found.append(
            {"icon": "mail-open", "name": gettext("By letter"), "told": organisation.address, "url": ""}
        )
    anybody = gettext("Tell any member of our staff.")
    counter = organisation.counter or Shown(anybody, current_language())
    found.append({"icon": "building-2", "name": gettext("In person"), "told": counter, "url": ""})
    return found


def case_view(
    own: OwnCase, desk: Desk, visit: Visit, entries: Sequence[HistoryEntry], ledgers: Ledgers
) -> dict[str, Any]:
    """All values of public/case.html but its form. `ledgers`: of promises that moved, at least."""
    row, state, zone = own.complaint, own.state, zone_of(visit)

    def moved(promise: Promise) -> list[str]:
        written = ledgers.by_promise.get(promise.id, [])
        return why_moved(LedgerOf(promise, written, desk, zone, visit.now))

    url = f"/complaints/{row.id}"
    promises = shown_promises(own.promises, policy=desk.policy, zone=zone, now=visit.now, moved=moved)
    wanted = Move.AGREE in _moves(state, desk) and bool(row.result) and not row.disputed
    accepted, until = _accepted(entries, visit), reopen_until(row, desk)
    over = until is not None and visit.now > until
    return {
        "case": {
            "url": url,
            "number": row.number,
            "subject": row.subject,
            "state_text": state_text(state, desk.policy),
            "together": own.together,
            "state_kind": state_kind(state),
            "stage": "answered" if state in _ANSWERED else "working" if state in _WORKING else "received",
            "category_text": category_text(desk.policy, str(row.category)),
            "lodged_text": moment_text(row.lodged_at, zone=zone),
            "lodged_iso": iso(row.lodged_at),
            "narrative": row.narrative,
            "demand": row.demand,
            "reached": [
                (gettext("E-mail"), str(row.complainant_email or "")),
                (gettext("Telephone"), str(row.complainant_phone or "")),
                (gettext("Postal address"), str(row.complainant_address or "")),
            ],
            "answers": own_answers_view(
                desk.policy, str(row.category), msgspec.json.decode(str(row.answers))
            ),
        },
        "promises": promises,
        "next": next_step(
            row, desk, promises, answer_wanted=wanted and accepted is None, zone=zone, now=visit.now
        ),
        "reopen_until": due_text(until, zone=zone) if until is not None and not over else "",
        "messages": [_message(message, own, url, visit) for message in own.messages],
        "entries": [_entry(entry, visit) for entry in entries if happening(str(entry.act)).public],
        "files": _files_of(None, own, url),
        "told": [_told(letter, visit) for letter in own.told],
        "result": _result(own, desk),
        "answer_wanted": wanted,
        "accepted": accepted,
        "recourse": recourse_view(desk, closed_at=row.closed_at)
        if state in _RECOURSE_SHOWN or row.disputed
        else [],
        "may": _may(state, desk) - ({"reopen"} if over else set()),
    }


def _told(letter: NoticeRow, visit: Visit) -> dict[str, str]:
    at = letter.created_at
    return {
        "subject": str(letter.subject),
        "body": str(letter.body).strip(),
        "text": near_moment_text(at, zone=zone_of(visit), now=visit.now),
        "iso": iso(at),
    }


def file_view(item: Evidence, url: str) -> dict[str, str]:
    return {
        "url": f"{url}/evidence/{item.id}",
        "name": str(item.name),
        "size_text": size_text(int(item.copy_size or item.size)),
    }


def _message(message: Message, own: OwnCase, url: str, visit: Visit) -> dict[str, Any]:
    mine = message.kind == MessageKind.FROM_COMPLAINANT
    tenant = visit.tenant
    return {
        "who": gettext("You") if mine else tenant.name_in(current_language()),
        "side": "ours" if mine else "theirs",
        "body": message.body,
        "at_text": moment_text(message.at, zone=zone_of(visit)),
        "at_iso": iso(message.at),
        "channel_text": "",
        "files": _files_of(message.id, own, url),
    }


def _files_of(message_id: UUID | None, own: OwnCase, url: str) -> list[dict[str, str]]:
    """Of a message; None: those that came with the complaint."""
    return [
        {**file_view(item, url), "scan": own.scans.get(str(item.object_name), "")}
        for item in own.evidence
        if item.message_id == message_id
    ]


def _entry(entry: HistoryEntry, visit: Visit) -> dict[str, str]:
    shown = happening(str(entry.act))
    return {
        "icon": shown.icon,
        "kind": shown.kind,
        "text": shown.text,
        "detail": "",
        "who": "",
        "at_text": moment_text(entry.at, zone=zone_of(visit)),
        "at_iso": iso(entry.at),
    }


def _result(own: OwnCase, desk: Desk) -> dict[str, Any] | None:
    if not own.complaint.result:
        return None
    language = current_language()
    findings = [
        {
            "content": allegation.content,
            "outcome_text": desk.policy.outcomes[allegation.outcome].name.in_language(language),
            "ground": allegation.finding or "",
        }
        for allegation in own.allegations
        if allegation.outcome in desk.policy.outcomes
    ]
    remedies = [_remedy(remedy, desk, language) for remedy in own.remedies if remedy.standing in SHOWN]
    title = gettext("What we propose") if own.state is State.SOLUTION else gettext("Our answer")
    return {"title": title, "text": own.complaint.result, "findings": findings, "remedies": remedies}


def _accepted(entries: Sequence[HistoryEntry], visit: Visit) -> dict[str, str] | None:
    """When they accepted what stands there now; None if they have not, or something else was offered since."""
    last = next((entry for entry in reversed(entries) if entry.act in _ANSWERS), None)
    if last is None or last.act != Move.AGREE:
        return None
    return {"text": moment_text(last.at, zone=zone_of(visit)), "iso": iso(last.at)}


def _remedy(row: Remedy, desk: Desk, language: str) -> dict[str, Any]:
    """`answerable`: it was carried out, and they may say whether they have it."""
    kind = desk.policy.remedies.get(str(row.code))
    name = kind.name.in_language(language) if kind else str(row.code)
    money = money_text(row.amount, currency=str(row.currency)) if row.amount is not None else ""
    theirs = kind is None or kind.towards is Towards.COMPLAINANT
    return {
        "id": str(row.id),
        "text": " · ".join(filter(None, (f"{name} {money}".strip(), str(row.description)))),
        "state": state_badge(row.standing),
        "answerable": theirs and row.standing is Standing.CARRIED_OUT,
    }


def _moves(state: State, desk: Desk) -> frozenset[Move]:
    return frozenset(moves(state, [State(name) for name in desk.policy.states_off]))


def _may(state: State, desk: Desk) -> set[str]:
    possible = _moves(state, desk)
    may = {"withdraw"} if Move.WITHDRAW in possible else set()
    if Move.REOPEN in possible:
        may.add("reopen")
    if state not in ENDED:
        may.add("message")
    return may
