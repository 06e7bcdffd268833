"""An investigation as its page shows it: every line with all its entries, accounts, findings, chains of custody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from amends.investigation.checking import may_check
from amends.investigation.custody import GONE
from amends.investigation.queries import Found, Held, Inquiry, inquiry_of
from amends.investigation.rules import lines, lists
from amends.investigation.tables import (
    ChecklistEntry,
    CustodyAct,
    CustodyEntry,
    HearingNotice,
    Interview,
    Part,
    Way,
)
from amends.people.rights import Right
from amends.policy.conditions import Facts
from amends.policy.document import Checklist, ChecklistLine, Policy
from web.edge.visit import Visit
from web.formats import iso, moment_text, near_moment_text
from web.i18n import current_language, gettext
from web.portal.case_view import CaseView
from web.portal.inquiry_words import CUSTODY, PARTS, WAYS
from web.roles import role_names
from web.view import FormView


async def inquiry_page_view(case: CaseView, facts: Facts, form: FormView, visit: Visit) -> dict[str, Any]:
    """The values of portal/investigation.html that are about the investigation."""
    inquiry, policy = await inquiry_of(case.file.row.id), case.desk.policy
    open_ = case.file.row.closed_at is None
    mine = open_ and visit.guest is None and visit.staff.id not in case.file.row.about
    shown = _Shown(case, inquiry, policy, visit, mine=mine)
    parts = [shown.checklist(code, each, facts, form) for code, each in lists(policy, facts).items()]
    waiver = inquiry.waiver
    return {
        "may_check": any(line["may"] for part in parts for line in part["lines"]),
        "may_handle": mine and visit.staff.may(Right.HANDLE),
        "may_record": mine and visit.staff.may(Right.RECORD),
        "checklists": parts,
        "waived": {"reason": str(waiver.reason), **shown.said(waiver.waived_by, waiver.waived_at)}
        if waiver is not None
        else None,
        "risk": str(inquiry.risk.reason) if inquiry.risk is not None else "",
        "interviews": [shown.interview(row) for row in inquiry.interviews],
        "notices": [shown.notice(row) for row in inquiry.notices],
        "findings": [shown.finding(found) for found in inquiry.findings],
        "items": [shown.item(held) for held in inquiry.held],
        "evidence": [(str(row.id), str(row.name)) for row in case.file.evidence],
        "grounds": shown.grounds(),
        "parts": [(str(part), gettext(text)) for part, text in PARTS.items()],
        "ways": [(str(way), gettext(text)) for way, text in WAYS.items()],
        "custody_acts": [
            (str(act), gettext(text)) for act, text in CUSTODY.items() if act != CustodyAct.RECEIVED
        ],
    }


def place_of(line: str) -> str:
    """Short enough for the one-time id of a form, however long the codes are."""
    return sha256(line.encode()).hexdigest()[:16]


class _Shown:
    """One inquiry in its reader's words."""

    def __init__(self, case: CaseView, inquiry: Inquiry, policy: Policy, visit: Visit, *, mine: bool) -> None:
        self.case, self.inquiry, self.policy, self.visit, self.mine = case, inquiry, policy, visit, mine
        self.language = current_language()
        self.files = {row.id: row for row in case.file.evidence}

    def checklist(self, code: str, checklist: Checklist, facts: Facts, form: FormView) -> dict[str, Any]:
        """{code, name, done, total, lines}"""
        shown = [self.line(code, name, line, form) for name, line in lines(checklist, facts).items()]
        return {
            "code": code,
            "name": checklist.name.in_language(self.language),
            "done": sum(bool(line["entries"]) for line in shown),
            "total": len(shown),
            "lines": shown,
        }

    def line(self, code: str, name: str, line: ChecklistLine, form: FormView) -> dict[str, Any]:
        """{id, value, place, name, help, required, attachment, signature, role_text, may, form, entries: newest first}"""
        value = f"{code}.{name}"
        entries = self.inquiry.entries.get((code, name), ())
        return {
            "id": f"line-{code}--{name}",
            "value": value,
            "name": line.name.in_language(self.language),
            "help": line.help.in_language(self.language) if line.help else "",
            "required": line.required,
            "attachment": line.attachment,
            "signature": line.signature,
            "role_text": role_names((line.role,), self.policy.roles) if line.role else "",
            "may": self.mine and may_check(line, self.visit.staff),
            "place": place_of(value),
            "form": form.for_act(f"line:{place_of(value)}"),
            "entries": [self.entry(row) for row in reversed(entries)],
        }

    def entry(self, row: ChecklistEntry) -> dict[str, Any]:
        """{applies, found, signed, file, file_url, checked_text, who, at_text, at_iso}"""
        return {
            "applies": bool(row.applies),
            "found": str(row.found),
            "signed": bool(row.signed),
            **self.file(row.evidence_id),
            "checked_text": moment_text(row.checked_at, zone=self.case.zone),
            **self.said(row.written_by, row.written_at),
        }

    def interview(self, row: Interview) -> dict[str, Any]:
        """{part_text, name, way_text, told_text, heard_text, account, read_back, who, at_text, at_iso}"""
        zone = self.case.zone
        return {
            "part_text": gettext(PARTS[Part(str(row.part))]),
            "name": str(row.name) or (self.case.complainant if row.part == Part.COMPLAINANT else ""),
            "way_text": gettext(WAYS[Way(str(row.way))]),
            "told_text": moment_text(row.told_at, zone=zone) if row.told_at is not None else "",
            "heard_text": moment_text(row.heard_at, zone=zone),
            "account": str(row.account),
            "read_back": bool(row.read_back),
            **self.said(row.written_by, row.written_at),
        }

    def notice(self, row: HearingNotice) -> dict[str, Any]:
        """{name, content, venue, hear_text ("" of one who was left out), hearer, who, at_text, at_iso}"""
        names = self.inquiry.names
        return {
            "name": names.get(row.person_id, ""),
            "content": str(row.content),
            "venue": str(row.venue),
            "hear_text": moment_text(row.hear_at, zone=self.case.zone) if row.hear_at is not None else "",
            "hearer": names.get(row.hearer_id, ""),
            **self.said(row.written_by, row.written_at),
        }

    def finding(self, found: Found) -> dict[str, Any]:
        """{content, files: list of {file, file_url}, lines: names, who, at_text, at_iso}"""
        checked = {row.id: key for key, rows in self.inquiry.entries.items() for row in rows}
        return {
            "content": str(found.finding.content),
            "files": [self.file(each.evidence_id) for each in found.grounds if each.evidence_id is not None],
            "lines": [
                self.line_name(checked[each.entry_id]) for each in found.grounds if each.entry_id in checked
            ],
            **self.said(found.finding.written_by, found.finding.written_at),
        }

    def item(self, held: Held) -> dict[str, Any]:
        """{id, what, label, seal_number, condition, storage, gone, chain: list of {act_text, to_whom, note, when_text, who,
        at_text, at_iso}}"""
        item = held.item
        return {
            "id": str(item.id),
            "what": str(item.what),
            "label": str(item.label),
            "seal_number": str(item.seal_number),
            "condition": str(item.condition),
            "storage": str(item.storage),
            "gone": any(link.act in GONE for link in held.chain),
            "chain": [self.link(link) for link in held.chain],
        }

    def link(self, row: CustodyEntry) -> dict[str, Any]:
        return {
            "seq": int(row.seq),
            "act_text": gettext(CUSTODY[CustodyAct(str(row.act))]),
            "to_whom": str(row.to_whom),
            "note": str(row.note),
            "when_text": moment_text(row.happened_at, zone=self.case.zone),
            **self.said(row.written_by, row.written_at),
        }

    def grounds(self) -> Sequence[tuple[str, str]]:
        """What a finding may rest on: files, and the latest entry of every line."""
        latest = [(rows[-1], key) for key, rows in self.inquiry.entries.items()]
        return [
            *((f"file:{file_id}", str(row.name)) for file_id, row in self.files.items()),
            *((f"line:{row.id}", self.line_name(key)) for row, key in latest if row.applies),
        ]

    def line_name(self, key: tuple[str, str]) -> str:
        """Of a version that the case was moved from since, its codes are what is left."""
        checklist = self.policy.checklists.get(key[0])
        line = checklist.lines.get(key[1]) if checklist is not None else None
        return line.name.in_language(self.language) if line is not None else " · ".join(key)

    def file(self, evidence_id: UUID | None) -> dict[str, str]:
        row = self.files.get(evidence_id) if evidence_id is not None else None
        if row is None:
            return {"file": "", "file_url": ""}
        return {"file": str(row.name), "file_url": f"{self.case.url}/evidence/{row.id}"}

    def said(self, by: UUID | None, at: datetime) -> dict[str, str]:
        return {
            "who": self.inquiry.names.get(by, "") if by is not None else "",
            "at_text": near_moment_text(at, zone=self.case.zone, now=self.case.now),
            "at_iso": iso(at),
        }
