"""An investigation: what was checked, who was heard, what was found, and where the goods are."""

from __future__ import annotations

from uuid import UUID

from amends.investigation.queries import Found, Held
from amends.investigation.rules import Line, lines, lists
from amends.investigation.tables import CustodyAct, CustodyEntry, Interview, Part, Way
from amends.policy.document import ChecklistLine
from web.formats import moment_text
from web.i18n import current_language, gettext
from web.portal.documents.gathering import Gathered
from web.portal.inquiry_words import CUSTODY, PARTS, WAYS
from web.printing.records import Block, Facts, Table


def checks(it: Gathered) -> list[Block]:
    """Every line of every list the case has, with its latest entry; what is open stands there blank."""
    language = current_language()
    blocks: list[Block] = []
    waiver = it.inquiry.waiver
    if waiver is not None:
        blocks.append(Facts([(gettext("Decided without an investigation"), str(waiver.reason))]))
    for code, checklist in lists(it.view.desk.policy, it.facts).items():
        head = (
            checklist.name.in_language(language),
            gettext("What was found"),
            gettext("By whom"),
            gettext("Date and time"),
        )
        rows = [_line((code, name), line, it) for name, line in lines(checklist, it.facts).items()]
        blocks += [Table(head, rows)] if rows else []
    return blocks


def interviews(it: Gathered) -> list[Block]:
    head = (
        gettext("Who was heard"),
        gettext("How and when"),
        gettext("What they said"),
        gettext("Written down by"),
    )
    rows = [_interview(row, it) for row in it.inquiry.interviews]
    return [Table(head, rows)] if rows else []


def findings(it: Gathered) -> list[Block]:
    head = (gettext("Finding"), gettext("What it rests on"), gettext("By whom"), gettext("Date and time"))
    rows = [
        (
            str(each.finding.content),
            _grounds(each, it),
            _name(each.finding.written_by, it),
            moment_text(each.finding.written_at, zone=it.view.zone),
        )
        for each in it.inquiry.findings
    ]
    return [Table(head, rows)] if rows else []


def custody(it: Gathered) -> list[Block]:
    """Each item with its chain, from its first link."""
    head = (
        gettext("Date and time"),
        gettext("What was done"),
        gettext("To whom"),
        gettext("Note"),
        gettext("Written down by"),
    )
    blocks: list[Block] = []
    for held in it.inquiry.held:
        blocks += [Facts(_item(held)), Table(head, [_link(each, it) for each in held.chain])]
    return blocks


def _line(key: Line, line: ChecklistLine, it: Gathered) -> tuple[str, ...]:
    name = line.name.in_language(current_language())
    entries = it.inquiry.entries.get(key, ())
    if not entries:
        return (name, "", "", "")
    last = entries[-1]
    marks = [
        "" if last.applies else gettext("does not apply"),
        str(last.found),
        gettext("signed") if last.signed else "",
    ]
    found = "\n".join(filter(None, marks))
    return (name, found, _name(last.written_by, it), moment_text(last.checked_at, zone=it.view.zone))


def _interview(row: Interview, it: Gathered) -> tuple[str, ...]:
    zone = it.view.zone
    who = str(row.name) or (it.view.complainant if row.part == Part.COMPLAINANT else "")
    told = (
        gettext("told of it %(moment)s") % {"moment": moment_text(row.told_at, zone=zone)}
        if row.told_at is not None
        else ""
    )
    how = [gettext(WAYS[Way(str(row.way))]), moment_text(row.heard_at, zone=zone), told]
    account = [str(row.account), gettext("read back and confirmed") if row.read_back else ""]
    return (
        "\n".join(filter(None, (who, gettext(PARTS[Part(str(row.part))])))),
        "\n".join(filter(None, how)),
        "\n".join(filter(None, account)),
        _name(row.written_by, it),
    )


def _grounds(found: Found, it: Gathered) -> str:
    files = {row.id: str(row.name) for row in it.file.evidence}
    checked = {row.id: key for key, rows in it.inquiry.entries.items() for row in rows}
    names = [files.get(each.evidence_id, "") for each in found.grounds if each.evidence_id is not None]
    names += [_line_name(checked[each.entry_id], it) for each in found.grounds if each.entry_id in checked]
    return "\n".join(filter(None, names))


def _line_name(key: Line, it: Gathered) -> str:
    """Of a version that the case was moved from since, its codes are what is left."""
    checklist = it.view.desk.policy.checklists.get(key[0])
    line = checklist.lines.get(key[1]) if checklist is not None else None
    return line.name.in_language(current_language()) if line is not None else " · ".join(key)


def _item(held: Held) -> list[tuple[str, str]]:
    item = held.item
    return [
        (gettext("Item"), str(item.what)),
        (gettext("Label"), str(item.label)),
        (gettext("Number of the seal"), str(item.seal_number)),
        (gettext("Condition on receipt"), str(item.condition)),
        (gettext("Where it is kept"), str(item.storage)),
    ]


def _link(row: CustodyEntry, it: Gathered) -> tuple[str, ...]:
    return (
        moment_text(row.happened_at, zone=it.view.zone),
        gettext(CUSTODY[CustodyAct(str(row.act))]),
        str(row.to_whom),
        str(row.note),
        _name(row.written_by, it),
    )


def _name(person_id: UUID | None, it: Gathered) -> str:
    return it.inquiry.names.get(person_id, "") if person_id is not None else ""
