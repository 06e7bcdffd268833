"""What the public forms say, as the engine wants to hear it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from amends.complaints.desk import Desk
from amends.complaints.intake import Channel, Lodgement
from amends.evidence.intake import Stored
from amends.evidence.references import sign_reference
from amends.policy.document import Category, ClockKind, FieldType
from web.edge.visit import AnyRequest, Visit
from web.formats import size_text
from web.i18n import current_language, gettext
from web.promises import period_text
from web.typed import typed_in


async def typed(request: AnyRequest) -> dict[str, object]:
    """Every text field of the form as it was typed, to show again and to read from."""
    return dict((await typed_in(request)).last())


def text_of(values: dict[str, object], name: str) -> str:
    return str(values.get(name, ""))


def lodgement_of(values: dict[str, object], *, channel: Channel, language: str) -> Lodgement:
    answers = {
        name.removeprefix("answers."): str(value)
        for name, value in values.items()
        if name.startswith("answers.")
    }
    return Lodgement(
        category=text_of(values, "category"),
        subject=text_of(values, "subject"),
        narrative=text_of(values, "narrative"),
        demand=text_of(values, "demand"),
        answers=answers,
        name=text_of(values, "name"),
        email=text_of(values, "email"),
        phone=text_of(values, "phone"),
        language=language,
        channel=channel,
    )


def kept_files(visit: Visit, stored: Sequence[Stored]) -> list[dict[str, str]]:
    """Files received already, for the form that comes back."""
    return [
        {
            "reference": sign_reference(visit.secrets, visit.tenant.id, item, now=visit.now),
            "name": item.name,
            "size_text": size_text(item.size),
        }
        for item in stored
    ]


def category_choices(desk: Desk) -> list[tuple[str, str]]:
    categories = sorted(desk.policy.categories.items(), key=lambda item: (item[1].rank, item[0]))
    return [(code, category.name.in_language(current_language())) for code, category in categories]


def category_view(desk: Desk, code: str) -> dict[str, Any]:
    """The values of _category_fields.html; empty for no or an unknown category."""
    category = desk.policy.categories.get(code)
    if category is None:
        return {"category_help": "", "category_promise": "", "questions": []}
    language = current_language()
    return {
        "category_help": category.help.in_language(language) if category.help else "",
        "category_promise": _promise_of(desk, category),
        "questions": [_question(desk, category, code) for code in _order(category)],
    }


def _order(category: Category) -> list[str]:
    return sorted(category.fields, key=lambda code: (category.fields[code].rank, code))


def _question(desk: Desk, category: Category, code: str) -> dict[str, Any]:
    asked, language = desk.policy.fields[code], current_language()
    return {
        "code": code,
        "name": asked.name.in_language(language),
        "help": asked.help.in_language(language) if asked.help else "",
        "type": FieldType(asked.type),
        "required": category.fields[code].required,
        "options": [(key, text.in_language(language)) for key, text in asked.choices.items()],
    }


def _promise_of(desk: Desk, category: Category) -> str:
    clocks = desk.policy.levels[category.level].clocks
    return gettext("First answer: %(respond)s. Result: %(resolve)s.") % {
        "respond": period_text(clocks[ClockKind.RESPOND].period),
        "resolve": period_text(clocks[ClockKind.RESOLVE].period),
    }
