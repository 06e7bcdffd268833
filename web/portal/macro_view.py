"""Macros in words: what one does, and which of its acts was refused and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from amends.complaints.desk import Desk
from amends.errors import DomainError, NotFound
from amends.macros.operations import ChangedMeanwhile, one_macro
from amends.macros.running import Step, StepRefused, run
from amends.macros.tables import Macro
from amends.people.queries import departments, people_named
from amends.snippets.operations import one_snippet
from web.edge.visit import Visit
from web.i18n import current_language, gettext
from web.i18n import mark as _
from web.refusals import why_text

TITLES: Final[Mapping[Step, str]] = {
    Step.ASSIGN: _("Assign"),
    Step.TAG: _("Tag"),
    Step.WRITE: _("Write to the complainant"),
    Step.NOTE: _("Write a note"),
}


class MacroRefused(DomainError):
    """In the reader's language already."""

    code = "macro-refused"
    message = _("%(step)s: %(why)s")


def nobody(language: str) -> str:
    return {"zh": "您", "en": "Sir or Madam"}[language]


async def run_macro(desk: Desk, complaint_id: UUID, macro_id: UUID, visit: Visit, *, seen: str) -> None:
    """`seen`: its `changes` when somebody saw what it does."""
    macro = await one_macro(macro_id, visit.staff)
    if str(macro.changes) != seen:
        raise ChangedMeanwhile()
    try:
        await run(desk, complaint_id, macro, nobody=nobody, by=visit.staff, now=visit.now)
    except StepRefused as refused:
        values = {"step": gettext(TITLES[refused.step]), "why": why_text(refused.refusal)}
        raise MacroRefused(**values) from refused


async def does(macro: Macro, visit: Visit, *, message: str = "") -> list[tuple[str, str]]:
    """Pairs of what and how, in the order in which it is done. `message`: the snippet filled in, where that is known."""
    return [
        (label, text)
        for label, text in (
            (gettext("Assign"), await _to_whom(macro)),
            (gettext("Tags to put on"), str(macro.tags_on)),
            (gettext("Tags to take off"), str(macro.tags_off)),
            (gettext("Write to the complainant"), message or await _snippet(macro, visit)),
            (gettext("Write a note"), str(macro.note)),
        )
        if text
    ]


async def _to_whom(macro: Macro) -> str:
    language = current_language()
    names = [row.name_in(language) for row in await departments() if row.id == macro.department_id]
    if macro.assignee_id is not None:
        names.append((await people_named([macro.assignee_id])).get(macro.assignee_id, ""))
    return " · ".join(names)


async def _snippet(macro: Macro, visit: Visit) -> str:
    if macro.snippet_id is None:
        return ""
    try:
        row = await one_snippet(macro.snippet_id, visit.staff)
    except NotFound:
        return ""
    if row.removed_at is not None:
        return gettext("%(name)s (removed)") % {"name": row.name}
    return str(row.name)
