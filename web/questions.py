"""The questions of a category as forms show them, whoever fills them in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from amends.complaints.answers import SEPARATOR, several
from amends.complaints.desk import Desk
from amends.complaints.intake import Lodgement, checked, questions_for
from amends.complaints.questions import Question, Stop, deciding, stops
from amends.deadlines.starting import clocks_of
from amends.errors import DomainError
from amends.policy.categories import effective, is_leaf
from amends.policy.document import Choice, ClockKind, FieldType, Policy
from web.i18n import current_language, gettext
from web.promises import period_text
from web.typed import Typed

ASKED = "asked"
"""Hidden in forms, by itself and as `asked.<code>`: what was not asked yet can be asked before it is sent."""
SHOWN = "shown"
"""Hidden likewise, as `shown.<code>`: the answer there was when the form was shown."""
STOPS_READ = "stops_read"


def answers_typed(policy: Policy, typed: Typed) -> dict[str, str]:
    """By field code; of several choices their codes with commas between."""
    found = typed.part("answers")
    chosen = {code for code in found if _has_several(policy, code)}
    return found | {code: SEPARATOR.join(typed.all(f"answers.{code}")) for code in chosen}


def fields_view(desk: Desk, given: Lodgement, *, url: str) -> dict[str, Any]:
    """The values of public/_category_fields.html; `url` gives that part anew when an answer changes what is asked."""
    policy, language = desk.policy, current_language()
    if not is_leaf(policy, given.category):
        return {"category_help": "", "category_promise": "", "questions": [], "fields_url": url}
    category = effective(policy, given.category)
    return {
        "category_help": category.help.in_language(language) if category.help else "",
        "category_promise": _promise_of(desk, given),
        "questions": questions_view(policy, given.category, questions_for(policy, given)),
        "fields_url": url,
    }


def questions_view(policy: Policy, category: str, questions: Sequence[Question]) -> list[dict[str, Any]]:
    decide = deciding(policy, category)
    return [_question(question, decides=question.code in decide) for question in questions]


class MoreAsked(DomainError):
    code = "more-asked"
    status = 422
    message = "What you answered leads to further questions. Nothing is sent yet."
    hint = "Please look at them under “Details and proof”, then send the form."


class StopFirst(DomainError):
    """Not a refusal: the form comes back once, to be read."""

    code = "stop-first"
    status = 422
    message = "Please read this first. Nothing is sent yet."

    def __init__(self, stops: Sequence[Stop]) -> None:
        super().__init__()
        self.stops = stops


def demand_whole(
    policy: Policy, given: Lodgement, typed: Typed, *, now: datetime, can: Collection[str] = ()
) -> None:
    """That everything was asked and answered, and that whoever sends it knows what it may be better to do first."""
    checked(policy, given, now=now, can=can)
    if not_asked_yet(policy, given, typed):
        raise MoreAsked()
    if stops := not_read_yet(policy, given, typed):
        raise StopFirst(stops)


def not_asked_yet(policy: Policy, given: Lodgement, typed: Typed) -> list[Question]:
    """Questions that the answers led to after the page was made; none for a form that does not say what it asked."""
    if not typed.all(ASKED):
        return []
    before = typed.part(ASKED)
    return [question for question in questions_for(policy, given) if question.code not in before]


def not_read_yet(policy: Policy, given: Lodgement, typed: Typed) -> list[Stop]:
    """Every stop an answer leads to, unless the form says that its sender has read them all."""
    found = stops_of(policy, given)
    read = set(several(typed.text(STOPS_READ)))
    return found if any(stop_mark(stop) not in read for stop in found) else []


def stops_of(policy: Policy, given: Lodgement) -> list[Stop]:
    return stops(questions_for(policy, given), given.answers)


def stops_view(found: Sequence[Stop]) -> dict[str, Any] | None:
    """What stands above a form that comes back to be read before it is sent; None if it is sent as it is."""
    if not found:
        return None
    texts = dict.fromkeys(stop.text.in_language(current_language()) for stop in found)
    return {"texts": list(texts), "read": SEPARATOR.join(map(stop_mark, found))}


def stop_mark(stop: Stop) -> str:
    return f"{stop.field}={stop.answer}"


def options_of(choices: Mapping[str, Choice]) -> list[tuple[str, str]]:
    """By rank: a stored document has lost the order it was written in."""
    ordered: Collection[str] = sorted(choices, key=lambda code: (choices[code].rank, code))
    return [(code, choices[code].in_language(current_language())) for code in ordered]


def _has_several(policy: Policy, code: str) -> bool:
    field = policy.fields.get(code)
    return field is not None and field.type is FieldType.CHOICES


def _question(question: Question, *, decides: bool) -> dict[str, Any]:
    field, language = question.field, current_language()
    return {
        "code": question.code,
        "name": field.name.in_language(language),
        "help": field.help.in_language(language) if field.help else "",
        "type": FieldType(field.type),
        "required": question.required,
        "options": options_of(field.choices),
        "stops": {answer: text.in_language(language) for answer, text in field.stops.items()},
        "decides": decides,
    }


def _promise_of(desk: Desk, given: Lodgement) -> str:
    level = effective(desk.policy, given.category).level
    clocks = clocks_of(desk.policy, given.category, level, given.kind)
    if ClockKind.RESPOND not in clocks or ClockKind.RESOLVE not in clocks:
        return ""
    return gettext("First answer: %(respond)s. Result: %(resolve)s.") % {
        "respond": period_text(clocks[ClockKind.RESPOND].period),
        "resolve": period_text(clocks[ClockKind.RESOLVE].period),
    }
