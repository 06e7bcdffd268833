"""What was written, said and sent between the complainant and the organisation, and the files there are."""

from __future__ import annotations

from amends.correspondence.tables import MessageKind
from amends.notices.tables import Channel
from web.formats import moment_text, size_text
from web.i18n import gettext
from web.letters import event_text
from web.portal.documents.gathering import Gathered
from web.portal.told_view import WAYS, fate_text
from web.printing.records import Block, Table


def correspondence(it: Gathered) -> list[Block]:
    """Notes among staff stay with the staff."""
    zone = it.view.zone
    messages = [
        (moment_text(row.at, zone=zone), it.view.name_of(row.author_id), str(row.body))
        for row in it.file.messages
        if row.kind != MessageKind.NOTE
    ]
    told = [
        (
            moment_text(each.sent_at or each.created_at, zone=zone),
            event_text(each.event),
            gettext(WAYS[Channel(each.channel)][0]),
            fate_text(each, it.view.now),
        )
        for each in it.told
    ]
    blocks: list[Block] = []
    if messages:
        blocks.append(Table((gettext("Date and time"), gettext("From whom"), gettext("Message")), messages))
    if told:
        head = (
            gettext("Date and time"),
            gettext("Told of"),
            gettext("By which way"),
            gettext("What became of it"),
        )
        blocks.append(Table(head, told))
    return blocks


def evidence(it: Gathered) -> list[Block]:
    """The fingerprint says which file was meant, even after many years."""
    head = (
        gettext("File"),
        gettext("Size of the file"),
        gettext("Added"),
        gettext("By whom"),
        gettext("Fingerprint (SHA-256)"),
    )
    rows = [
        (
            str(row.name),
            size_text(int(row.size)),
            moment_text(row.added_at, zone=it.view.zone),
            it.view.name_of(row.added_by),
            str(row.sha256),
        )
        for row in it.file.evidence
    ]
    return [Table(head, rows)] if rows else []
