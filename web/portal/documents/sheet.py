"""A document in the organisation's look, in the language being spoken."""

from __future__ import annotations

from amends.notices.texts import marked_trial
from amends.policy.document import Document
from web.edge.visit import Visit
from web.formats import day_text
from web.i18n import current_language, gettext
from web.portal.documents.composing import parts_of, signatures
from web.portal.documents.gathering import Gathered
from web.portal.letters.sheets import PAGES, foot
from web.printing.records import PaperRecord


def sheet(document: Document, it: Gathered, visit: Visit) -> PaperRecord:
    language, title = current_language(), document.name.in_language(current_language())
    note = marked_trial("", "", language=language)[1].strip() if visit.tenant.in_trial else ""
    day = visit.now.astimezone(it.view.zone).date()
    facts = [
        (gettext("Complaint"), str(it.file.row.number)),
        (gettext("Organisation"), visit.tenant.name_in(language)),
        (gettext("Date"), day_text(day)),
    ]
    return PaperRecord(
        language=language,
        organisation=visit.tenant.name_in(language),
        title=title,
        facts=facts,
        day=day,
        parts=parts_of(document, it),
        footer=foot(visit, language),
        page_words=gettext(PAGES),
        colour=str(visit.tenant.colour),
        note=note,
        signatures=signatures(document, it),
    )
