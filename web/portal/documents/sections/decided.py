"""What came of each allegation, what is given, and what was decided."""

from __future__ import annotations

from amends.policy.document import Named
from amends.remedies.rules import Entry
from amends.remedies.tables import Remedy
from amends.remedies.wording import name_of
from web.formats import moment_text, money_text
from web.i18n import current_language, gettext
from web.portal.documents.gathering import Gathered
from web.portal.remedies_view import entry_text
from web.printing.records import Block, Facts, Prose, Table
from web.promises import due_text
from web.remedies import state_badge
from web.wording import happening

_DECIDING = frozenset(
    {"offer", "agree", "dispute", "decide", "refuse", "forward", "withdraw", "deadlock", "close"}
)


def allegations(it: Gathered) -> list[Block]:
    policy = it.view.desk.policy
    head = (gettext("Allegation"), gettext("Outcome"), gettext("Grounds"))
    rows = [
        (
            f"{row.rank}. {row.content}",
            _named(policy.outcomes.get(str(row.outcome)), row.outcome),
            str(row.finding or ""),
        )
        for row in it.file.allegations
    ]
    return [Table(head, rows)] if rows else []


def remedies(it: Gathered) -> list[Block]:
    """Each with its ledger, from its first entry."""
    blocks: list[Block] = []
    for row in it.file.remedies:
        blocks.append(Facts(_remedy(row, it)))
        if entries := it.ledgers.get(row.id):
            head = (gettext("Date and time"), gettext("What was done"), gettext("By whom"), gettext("Note"))
            blocks.append(Table(head, [_entry(each, it) for each in entries]))
    return blocks


def decision(it: Gathered) -> list[Block]:
    """The result in its words, and the steps that led to it."""
    zone = it.view.zone
    steps = [
        (moment_text(line.at, zone=zone), happening(line.act).text, it.view.name_of(line.actor_id))
        for line in it.history
        if line.act in _DECIDING
    ]
    blocks: list[Block] = [Prose(str(it.file.row.result))] if it.file.row.result else []
    if steps:
        blocks.append(Table((gettext("Date and time"), gettext("What was done"), gettext("By whom")), steps))
    return blocks


def _remedy(row: Remedy, it: Gathered) -> list[tuple[str, str]]:
    zone, amount = it.view.zone, row.amount
    named = name_of(it.view.desk.policy, row).in_language(current_language())
    done = row.carried_out_at
    rows = [
        (gettext("Remedy"), "\n".join(filter(None, (named, str(row.description or ""))))),
        (gettext("Amount"), money_text(amount, currency=str(row.currency)) if amount is not None else ""),
        (gettext("State"), state_badge(row.standing)["text"]),
        (gettext("Due"), due_text(row.due_at, zone=zone) if row.due_at is not None else ""),
        (gettext("Carried out"), moment_text(done, zone=zone) if done is not None else ""),
    ]
    # A remedy without money or day has no blank to be filled in there.
    return [(label, text) for label, text in rows if text or label == gettext("Carried out")]


def _entry(entry: Entry, it: Gathered) -> tuple[str, ...]:
    who = it.names.get(entry.by, "") if entry.by is not None else it.view.complainant
    amount = str(entry.detail.get("amount") or "")
    files = entry.detail.get("evidence")
    proofs = [str(item.name) for item in it.file.evidence if isinstance(files, list) and item.sha256 in files]
    note = "\n".join(filter(None, (entry.words, amount, ", ".join(proofs))))
    return (moment_text(entry.at, zone=it.view.zone), entry_text(entry.kind), who, note)


def _named(item: Named | None, code: str | None) -> str:
    return item.name.in_language(current_language()) if item is not None else code or ""
