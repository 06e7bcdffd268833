"""Who complains, when and how it came, and what was said."""

from __future__ import annotations

from amends.complaints.questions import uses_of
from amends.complaints.together import together_of
from amends.policy.document import Stage
from web.answers import answers_view
from web.categories import category_text
from web.formats import moment_text
from web.i18n import LANGUAGE_NAMES, current_language, gettext
from web.kinds import badge_text
from web.portal.documents.gathering import Gathered
from web.printing.records import Block, Facts, Prose
from web.replying import reply_text
from web.together import together_text
from web.wording import channel_text, state_text


def complainant(it: Gathered) -> list[Block]:
    row = it.file.row
    rows = [
        (gettext("Name"), str(row.complainant_name or "")),
        (gettext("Telephone"), str(row.complainant_phone or "")),
        (gettext("E-mail"), str(row.complainant_email or "")),
        (gettext("Address"), str(row.complainant_address or "")),
        (gettext("Wants to be answered"), reply_text(str(row.reply_by or ""))),
        (gettext("What they need"), str(row.complainant_needs or "")),
        (gettext("Complains with others"), together_text(together_of(row.together))),
        (gettext("Language"), LANGUAGE_NAMES[str(row.language)]),
    ]
    return [Facts(rows)]


def receipt(it: Gathered) -> list[Block]:
    """With the questions that everybody is asked and that nobody has answered yet: a form to go on with by hand."""
    row, policy = it.file.row, it.view.desk.policy
    category, given = str(row.category), it.file.answers
    rows = [
        (gettext("Received on"), moment_text(row.received_at, zone=it.view.zone)),
        (gettext("How it came"), channel_text(row.channel)),
        (gettext("Kind of case"), badge_text(policy, str(row.kind))),
        (gettext("Category"), category_text(policy, category)),
        (gettext("Department"), it.file.department.name_in(current_language())),
        (gettext("State"), state_text(row.state, policy)),
    ]
    open_ = [
        (policy.fields[code].name.in_language(current_language()), "")
        for code, use in uses_of(policy, category).items()
        if use.required and use.stage is Stage.LODGING and not given.get(code)
    ]
    return [
        Facts([*rows, *answers_view(policy, category, given, reader=it.view.reader, openly=True), *open_])
    ]


def matter(it: Gathered) -> list[Block]:
    row = it.file.row
    blocks: list[Block] = [Facts([(gettext("Subject"), str(row.subject))]), Prose(str(row.narrative))]
    return [*blocks, Facts([(gettext("What is asked for"), str(row.demand or ""))])]
