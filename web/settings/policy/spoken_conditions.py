"""A condition in plain words: when “Somebody hurt?” is “yes” or “Amount” is at least 5,000."""

from __future__ import annotations

from collections.abc import Mapping

from amends.policy.document import CASE_FACTS, Operator
from amends.policy.places import Table
from web.formats import number_text
from web.i18n import gettext
from web.i18n import mark as _
from web.settings.policy.naming import answers, item_title
from web.settings.policy.wording import fact_text

_SENTENCES = {
    Operator.IS: _("%(question)s is %(value)s"),
    Operator.IS_NOT: _("%(question)s is not %(value)s"),
    Operator.ONE_OF: _("%(question)s is one of %(value)s"),
    Operator.CONTAINS: _("%(question)s contains %(value)s"),
    Operator.AT_LEAST: _("%(question)s is at least %(value)s"),
    Operator.MORE_THAN: _("%(question)s is more than %(value)s"),
    Operator.AT_MOST: _("%(question)s is at most %(value)s"),
    Operator.LESS_THAN: _("%(question)s is less than %(value)s"),
    Operator.GIVEN: _("%(question)s is answered"),
}


def when_text(condition: Table, document: Table) -> str:
    """With the word it begins with in a list of settings."""
    return gettext("when %(condition)s") % {"condition": condition_text(condition, document)}


def condition_text(condition: Table, document: Table) -> str:
    """`document`: where questions and answers have their names."""
    for join, word in (("all", gettext(" and ")), ("any", gettext(" or "))):
        parts = condition.get(join)
        if isinstance(parts, list) and parts:
            return word.join(_within(part, document) for part in parts)
    inner = condition.get("not")
    if isinstance(inner, Mapping):
        return gettext("it is not so that %(condition)s") % {"condition": _within(inner, document)}
    return _compared(condition, document)


def _within(condition: object, document: Table) -> str:
    """Several parts among others stand in brackets."""
    if not isinstance(condition, Mapping):
        return str(condition)
    text = condition_text(condition, document)
    lists = (condition.get("all"), condition.get("any"))
    if any(isinstance(parts, list) and len(parts) > 1 for parts in lists):
        return gettext("(%(condition)s)") % {"condition": text}
    return text


def _compared(condition: Table, document: Table) -> str:
    field, op = str(condition.get("field", "")), str(condition.get("op", "is"))
    value = condition.get("value", "")
    values = value if isinstance(value, list | tuple) else [value]
    names = dict(answers(document, field))
    said = gettext(", ").join(_value(each, names) for each in values)
    sentence = _SENTENCES[Operator(op)] if op in set(Operator) else op
    return gettext(sentence) % {"question": _question(field, document), "value": said}


def _question(field: str, document: Table) -> str:
    if field in CASE_FACTS:
        return fact_text(field)
    return gettext("“%(text)s”") % {"text": item_title(document, "fields", field)}


def _value(value: object, names: Mapping[str, str]) -> str:
    text = str(value)
    if text not in names and text.isascii() and text.isdecimal():
        return number_text(int(text))
    return gettext("“%(text)s”") % {"text": names.get(text, text)}
