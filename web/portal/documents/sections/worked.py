"""Everybody of the staff who worked on a case, with their posts."""

from __future__ import annotations

from web.i18n import current_language, gettext
from web.portal.documents.gathering import Gathered
from web.printing.records import Block, Table
from web.roles import role_names


def handlers(it: Gathered) -> list[Block]:
    head = (gettext("Name"), gettext("Post"), gettext("Department"), gettext("Signature"))
    rows = [
        (
            each.name,
            each.position or role_names(each.roles, it.view.desk.policy.roles),
            each.department[current_language()],
            "",
        )
        for each in it.workers
    ]
    return [Table(head, rows)] if rows else []
