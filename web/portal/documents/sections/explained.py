"""Why it came to it, and what is done so that it does not come to it again."""

from __future__ import annotations

import msgspec

from amends.causes.tables import Branch, Cause, Depth
from amends.correctives.queries import ActionLine, EntryLine
from amends.correctives.tables import ActionKind
from web.formats import moment_text
from web.i18n import current_language, gettext
from web.portal.action_view import KINDS, standing_text
from web.portal.causes import BRANCHES, DEPTHS
from web.portal.documents.gathering import Gathered
from web.printing.records import Block, Facts, Table
from web.promises import due_text
from web.wording import happening


def causes(it: Gathered) -> list[Block]:
    """What was struck out again is no cause."""
    standing = [each for each in it.causes if each.struck_at is None]
    head = (gettext("How deep it lies"), gettext("Branch"), gettext("Cause"), gettext("With whom it lies"))
    rows = [
        (
            gettext(DEPTHS[Depth(each.depth)]),
            gettext(BRANCHES[Branch(each.branch)]) if each.branch else "",
            _with_whys(each),
            _with_whom(each, it),
        )
        for each in standing
    ]
    return [Table(head, rows)] if rows else []


def actions(it: Gathered) -> list[Block]:
    blocks: list[Block] = []
    for action, entries in it.actions:
        blocks += [Facts(_action(action, it)), Table(_head(), [_entry(each, it) for each in entries])]
    return blocks


def _with_whys(cause: Cause) -> str:
    whys = msgspec.json.decode(str(cause.whys), type=list[str])
    return "\n".join([str(cause.content), *(f"{number}. {why}" for number, why in enumerate(whys, 1))])


def _with_whom(cause: Cause, it: Gathered) -> str:
    department = next((each for each in it.file.departments if each.id == cause.department_id), None)
    name = department.name_in(current_language()) if department is not None else ""
    return "\n".join(filter(None, (name, str(cause.party))))


def _action(action: ActionLine, it: Gathered) -> list[tuple[str, str]]:
    zone = it.view.zone
    return [
        (gettext("Number"), action.number),
        (gettext("What is done"), f"{action.title}\n{action.measures}"),
        (gettext("Kind"), gettext(KINDS[ActionKind(action.kind)])),
        (gettext("Sees to it"), action.owner),
        (gettext("Says whether it worked"), action.checker or gettext("whoever supervises")),
        (gettext("To be done by"), due_text(action.due_at, zone=zone)),
        (gettext("To be looked at by"), due_text(action.check_due_at, zone=zone)),
        (gettext("State"), standing_text(action.standing(it.view.now))),
    ]


def _head() -> tuple[str, ...]:
    return (gettext("Date and time"), gettext("What was done"), gettext("By whom"), gettext("Note"))


def _entry(entry: EntryLine, it: Gathered) -> tuple[str, ...]:
    said = "\n".join(filter(None, (entry.note, entry.process_change)))
    return (moment_text(entry.at, zone=it.view.zone), happening(entry.act).text, entry.by, said)
