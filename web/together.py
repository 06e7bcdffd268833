"""Several people complain through one of them: what the forms hold of it, and how it is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from amends.complaints.together import Together
from web.formats import number_text
from web.i18n import gettext, ngettext
from web.typed import Typed


def together_typed(typed: Typed) -> Together | None:
    if not typed.is_on("together"):
        return None
    return Together(
        typed.text("together_people"), typed.text("together_names"), typed.text("together_number")
    )


def together_rows(given: Together) -> list[tuple[str, str]]:
    return [
        (gettext("Number of people"), number_text(int(given.people))),
        (gettext("Names of the others"), given.names),
        (gettext("Number of a complaint by one of them"), given.number),
    ]


def together_text(kept: Mapping[str, Any]) -> str:
    """In one line, for staff; "" of somebody who complains alone."""
    if not kept:
        return ""
    people = int(kept["people"])
    parts = [
        ngettext("%(num)s person together", "%(num)s people together", people) % {"num": number_text(people)},
        str(kept["names"]),
        gettext("one of them lodged %(number)s") % {"number": kept["number"]} if kept["number"] else "",
    ]
    return " · ".join(part for part in parts if part)
