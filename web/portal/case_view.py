"""One case as its page shows it: facts, promises, findings, correspondence, evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from amends.complaints.desk import Desk
from amends.complaints.handling import held_by
from amends.complaints.queries import CaseFile
from amends.complaints.sensitive import consent_in, hidden_from
from amends.complaints.tables import Allegation
from amends.complaints.together import together_of
from amends.correspondence.tables import Message, MessageKind
from amends.evidence.kinds import of_mime
from amends.evidence.scanning import Scan
from amends.evidence.tables import Evidence
from amends.notices.told import Told
from amends.people.actor import Actor
from amends.people.rights import Right
from amends.policy.document import Named
from amends.policy.document import Remedy as RemedyKind
from amends.policy.kinds import has_nobody
from amends.remedies.rules import PROMISED
from amends.remedies.rules import State as Standing
from amends.remedies.tables import Remedy
from web.answers import answers_view
from web.categories import category_text
from web.formats import iso, moment_text, money_text, near_moment_text, size_text
from web.i18n import LANGUAGE_NAMES, current_language, gettext
from web.kinds import badge_text
from web.letters import event_text, reason_text
from web.portal.bodies_view import bodies_text
from web.portal.queue import level_kind
from web.promises import PromiseView, next_promise, promise_views
from web.remedies import state_badge
from web.replying import reply_text
from web.together import together_text
from web.wording import channel_text, state_kind, state_text

Choice = Named | RemedyKind
_DONE = frozenset({Standing.CARRIED_OUT, Standing.CONFIRMED})


@dataclass(frozen=True, slots=True)
class CaseView:
    """`desk` carries the policy the case was lodged under."""

    file: CaseFile
    desk: Desk
    policy_number: int
    reader: Actor
    zone: ZoneInfo
    now: datetime

    @property
    def url(self) -> str:
        return f"/portal/cases/{self.file.row.id}"

    def values(self) -> dict[str, Any]:
        """What portal/case.html takes, but history and acts."""
        policy = self.desk.policy
        promises = promise_views(self.file.promises, policy=policy, zone=self.zone, now=self.now)
        first = next_promise(promises)
        origins = {str(row.id): row.origin_id for row in self.file.promises}
        return {
            "case": self._case(),
            "next_promise": first,
            "promises": [
                {**_reckoned(promise), **self._made_in(origins[promise.id])} for promise in promises
            ],
            "allegations": [self._allegation(row) for row in self.file.allegations],
            "remedies": [self._remedy(row) for row in self.file.remedies],
            "messages": [self._message(row) for row in self.file.messages],
            "evidence": [self._evidence(row) for row in self.file.evidence],
        }

    def _made_in(self, origin: UUID | None) -> dict[str, str]:
        """The complaint merged into this one in which it was promised; "" of one promised in this very case."""
        if origin is None:
            return {"origin_number": "", "origin_url": ""}
        return {
            "origin_number": self.file.merged.get(origin, ""),
            "origin_url": f"/portal/cases/{origin}",
        }

    def name_of(self, person_id: UUID | None) -> str:
        """A member of staff's name; nobody in particular means the complainant."""
        return self.file.names.get(person_id, "") if person_id else self.complainant

    @property
    def complainant(self) -> str:
        return str(self.file.row.complainant_name or gettext("Complainant"))

    def _case(self) -> dict[str, Any]:
        row, policy, language = self.file.row, self.desk.policy, current_language()
        return {
            "url": self.url,
            "held_by": held_by(row),
            "number": row.number,
            "kind_text": badge_text(policy, str(row.kind)),
            "nobody": has_nobody(policy, str(row.kind)),
            "confidential": bool(row.confidential),
            "subject": row.subject,
            "state_text": state_text(row.state, policy),
            "state_kind": state_kind(row.state),
            "level_text": policy.levels[str(row.level)].name.in_language(language),
            "level_kind": level_kind(policy, str(row.level)),
            "graded_text": self._graded(),
            "category_text": category_text(policy, str(row.category)),
            "channel_text": channel_text(row.channel),
            "taken_text": self.name_of(row.taken_by) if row.taken_by else "",
            "department_text": self.file.department.name_in(language),
            "routed_text": self._routed(),
            "shared_text": self._shared(),
            "assignee_text": self.name_of(row.assignee_id) if row.assignee_id else "",
            "received_text": moment_text(row.received_at, zone=self.zone),
            "received_iso": iso(row.received_at),
            "policy_text": gettext("%(policy)s, version %(number)s")
            % {"policy": policy.name.in_language(language), "number": self.policy_number},
            "narrative": row.narrative,
            "demand": row.demand,
            "answers": answers_view(policy, str(row.category), self.file.answers, reader=self.reader),
            "health_consent": consent_in(policy, self.file.answers),
            "hides": bool(hidden_from(policy, self.file.answers, self.reader))
            and self.reader.id not in row.about,
            "complainant_name": row.complainant_name or "",
            "complainant_email": row.complainant_email or "",
            "complainant_phone": row.complainant_phone or "",
            "complainant_address": row.complainant_address or "",
            "reply_text": reply_text(str(row.reply_by or "")),
            "needs": row.complainant_needs or "",
            "bodies_text": bodies_text(self.file.history, zone=self.zone, now=self.now),
            "together_text": together_text(together_of(row.together)),
            "language_text": LANGUAGE_NAMES[str(row.language)],
            "disputed": bool(row.disputed),
            "result": row.result or "",
        }

    def _routed(self) -> str:
        """Why it came to the department that has it; "" where its category says so, or somebody moved it on."""
        lodged = next((line for line in reversed(self.file.history) if line.act == "lodge"), None)
        if lodged is None or lodged.detail.get("department") != self.file.department.code:
            return ""
        return routed_text(lodged.detail)

    def _shared(self) -> str:
        """Why whoever has it got it; "" where somebody gave it to them."""
        given = next((line for line in reversed(self.file.history) if line.act == "assign"), None)
        if given is None or given.detail["assignee"] != str(self.file.row.assignee_id):
            return ""
        return shared_text(given.detail)

    def _graded(self) -> str:
        """Why it has its level, where a rule gave it or somebody did."""
        policy, language = self.desk.policy, current_language()
        level = policy.levels[str(self.file.row.level)].name.in_language(language)
        rule = policy.grading.get(str(self.file.row.graded_by or ""))
        if rule is None:
            said = _said_with_level(self.file)
            return gettext("%(level)s: %(reason)s") % {"level": level, "reason": said} if said else ""
        return gettext("%(level)s: %(reason)s") % {
            "level": level,
            "reason": rule.reason.in_language(language),
        }

    def _allegation(self, row: Allegation) -> dict[str, Any]:
        return {
            "id": row.id,
            "rank": row.rank,
            "content": row.content,
            "outcome_text": _named(self.desk.policy.outcomes, row.outcome),
            "ground": row.finding or "",
        }

    def _remedy(self, row: Remedy) -> dict[str, Any]:
        done = row.carried_out_at
        granted = gettext("granted %(moment)s") % {"moment": self._moment(row.offered_at)}
        return {
            "id": row.id,
            "text": _named(self.desk.policy.remedies, row.code),
            "description": row.description,
            "amount_text": money_text(row.amount, currency=row.currency) if row.amount is not None else "",
            "offered_text": granted,
            "done_text": gettext("carried out %(moment)s") % {"moment": self._moment(done)}
            if done is not None and row.standing in _DONE
            else "",
            "state": state_badge(row.standing),
            "is_open": row.standing in PROMISED,
        }

    def _message(self, row: Message) -> dict[str, Any]:
        side = {MessageKind.FROM_COMPLAINANT: "theirs", MessageKind.TO_COMPLAINANT: "ours"}
        return {
            "who": self.name_of(row.author_id),
            "side": side.get(MessageKind(row.kind), "note"),
            "body": row.body,
            "at_text": self._moment(row.at),
            "at_iso": iso(row.at),
            "channel_text": "",
            "files": [self._file(item) for item in self.file.evidence if item.message_id == row.id],
        }

    def _evidence(self, row: Evidence) -> dict[str, Any]:
        harmful = self.file.scans.get(str(row.object_name)) == Scan.INFECTED
        may_open = self.reader.may(Right.READ_ORIGINALS) and not harmful
        kind = of_mime(str(row.mime))
        return {
            **self._file(row),
            "original_url": f"{self.url}/evidence/{row.id}/original" if may_open else "",
            "kind_text": kind.extension.upper() if kind else str(row.mime),
            "fingerprint": str(row.sha256)[:12],
            "added_text": self._moment(row.added_at),
            "added_iso": iso(row.added_at),
            "who": self.name_of(row.added_by),
            "redacted": self.redacted_copy(row),
            "redaction_url": f"{self.url}/evidence/{row.id}/redaction"
            if self._may_redact and not harmful
            else "",
        }

    @property
    def _may_redact(self) -> bool:
        return self.reader.may(Right.RECORD) and self.reader.id not in self.file.row.about

    def redacted_copy(self, row: Evidence) -> dict[str, str] | None:
        copy = self.file.copies.get(row.id)
        if copy is None:
            return None
        return {
            "name": str(copy.name),
            "size_text": size_text(int(copy.size)),
            "who": self.name_of(copy.added_by),
            "added_text": self._moment(copy.added_at),
            "added_iso": iso(copy.added_at),
        }

    def _file(self, row: Evidence) -> dict[str, str]:
        return {
            "url": f"{self.url}/evidence/{row.id}",
            "name": str(row.name),
            "size_text": size_text(int(row.size)),
            "scan": self.file.scans.get(str(row.object_name), ""),
        }

    def letter(self, letter: Told) -> dict[str, Any]:
        """One that could not be delivered."""
        return {
            "id": str(letter.letter_id),
            "event_text": event_text(letter.event),
            "to": letter.person or self.complainant,
            "reason_text": reason_text(letter.reason or ""),
            "reply": letter.answer,
            "at_text": self._moment(letter.failed_at or letter.created_at),
            "at_iso": iso(letter.failed_at or letter.created_at),
            "set_aside": letter.set_aside,
        }

    def _moment(self, moment: datetime) -> str:
        return near_moment_text(moment, zone=self.zone, now=self.now)


def _said_with_level(file: CaseFile) -> str:
    """The reason of whoever gave it the level it has; "" where the policy did."""
    given = next((line for line in file.history if line.act == "regrade"), None)
    by_hand = given is not None and "rule" not in given.detail and "level" in given.detail
    return given.personal.get("reason", "") if given is not None and by_hand else ""


def routed_text(detail: Mapping[str, Any]) -> str:
    """The reason a routing rule gave on the day of lodging; "" where none did."""
    why = detail.get("routed") or {}
    return str(why.get(current_language(), ""))


def shared_text(detail: Mapping[str, Any]) -> str:
    """Why somebody got it on arrival; "" where a person gave it to them."""
    if "open_cases" not in detail:
        return ""
    return gettext("Fewest open cases (%(cases)s) of %(among)s who could take it") % {
        "cases": detail["open_cases"],
        "among": detail["among"],
    }


def choices(items: Mapping[str, Choice]) -> list[tuple[str, str]]:
    """For a select: codes and names, by rank."""
    language = current_language()
    ordered = sorted(items.items(), key=lambda item: (item[1].rank, item[0]))
    return [(code, item.name.in_language(language)) for code, item in ordered]


def _named(items: Mapping[str, Choice], code: str | None) -> str:
    item = items.get(code) if code else None
    return item.name.in_language(current_language()) if item is not None else code or ""


def _reckoned(promise: PromiseView) -> dict[str, Any]:
    """The rule in sight, the days counted and skipped one click away."""
    first, *rest = promise.reckoning
    return {
        "id": promise.id,
        "recordable": promise.recordable,
        "text": promise.text,
        "state": promise.state,
        "due_text": promise.due_text,
        "due_iso": promise.due_iso,
        "relative_text": promise.relative_text,
        "ended_text": promise.ended_text,
        "first_due_text": promise.first_due_text,
        "why": first,
        "reckoning": rest,
    }
