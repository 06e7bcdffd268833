"""A document as it stands on paper, in the language being spoken: the policy's text filled in, or the sections it shows."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping

from amends.complaints.case import Case
from amends.complaints.sensitive import may_be_shown
from amends.letters.wording import known_of
from amends.notices.texts import CODE_LATER, filled
from amends.policy.document import Document, DocumentKind, Text
from amends.policy.events import placeholders_in
from amends.policy.parts.letters import Section
from web.i18n import current_language, gettext
from web.portal.documents.gathering import Gathered
from web.portal.documents.sections.catalogue import SECTIONS
from web.printing.records import BLANK, Part, Prose
from web.roles import role_name
from web.settings.policy.wording import choice_text

_TO_SIGN = re.compile(r"(_{4}|\uff3f{4})[^\n]*\Z")


def parts_of(document: Document, it: Gathered) -> list[Part]:
    if document.text is not None:
        words = document.text.in_language(current_language())
        return [
            Part(
                "",
                [
                    Prose(
                        filled(words, _values(document.text, it)),
                        to_fill_in=document.kind is DocumentKind.FORM,
                    )
                ],
            )
        ]
    found = [Part(choice_text(Section, code), SECTIONS[code](it)) for code in document.sections or SECTIONS]
    # Named by the policy, a section stands there empty, to be filled in; else only what there is.
    return [part for part in found if part.blocks or document.sections]


def blanks_in(document: Document, it: Gathered) -> list[str]:
    """What is still to be filled in, in the reader's words."""
    if document.text is None:
        return [part.title for part in parts_of(document, it) if not part.blocks]
    known, fields = _values(document.text, it), it.view.desk.policy.fields
    return [
        fields[name].name.in_language(current_language()) if name in fields else gettext("something else")
        for name in sorted(placeholders_in(document.text.zh), key=document.text.zh.index)
        if known[name] == BLANK
    ]


def signatures(document: Document, it: Gathered) -> tuple[str, ...]:
    """Forms are signed by both sides; what the organisation keeps for itself by whoever wrote and whoever approves it.

    None under a text that ends in lines to sign.
    """
    text = document.text.in_language(current_language()) if document.text is not None else ""
    if not document.signature or _TO_SIGN.search(text.strip()):
        return ()
    if document.kind is DocumentKind.FORM:
        return (it.view.desk.name_in(current_language()), it.view.complainant)
    roles = it.view.desk.policy.roles
    approver = role_name(document.approved_by, roles) if document.approved_by else gettext("Checked by")
    return (gettext("Written by"), approver)


def _values(text: Text, it: Gathered) -> Mapping[str, str]:
    """By placeholder: what is known, what the reader is not shown, or a blank."""
    known = known_of(_spoken(it), it.file, reader=it.view.reader)
    return {name: _shown(name, known, it) for name in placeholders_in(text.zh)}


def _shown(name: str, known: Mapping[str, str], it: Gathered) -> str:
    field = it.view.desk.policy.fields.get(name)
    if field is not None and it.file.answers.get(name) and not may_be_shown(field, it.view.reader):
        return gettext("not shown to you")
    value = known.get(name, "")
    return value if value and value != CODE_LATER else BLANK


def _spoken(it: Gathered) -> Case:
    """The case as letters would say it in the language of this paper, whatever its complainant's is."""
    row = copy.copy(it.file.row)
    row.language = current_language()
    return Case(it.view.desk, row)
