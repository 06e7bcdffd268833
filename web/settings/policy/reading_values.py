"""Single values as they were typed: texts, numbers, periods, lists, choices."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from amends.deadlines.period import parse_period
from web.settings.policy.shapes import Control, Shape

Fields = Mapping[str, Sequence[str]]
Errors = dict[str, str]

_WITHOUT_AMOUNT = ("now", "same day", "next day", "next wd")
_SPAN = re.compile(r"([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)")
LONGEST = 20_000


def read_plain(shape: Shape, fields: Fields, name: str, was: object, errors: Errors) -> object | None:
    match shape.control:
        case Control.PAIR:
            return _pair(fields, name, was, errors)
        case Control.YES_NO:
            return bool(_text(fields, name))
        case Control.NUMBER:
            return _number(shape, _text(fields, name), name, was, errors)
        case Control.NUMBERS:
            return _numbers(shape, _text(fields, name), name, errors)
        case Control.LINES:
            return _lines(shape, _text(fields, name), name, errors)
        case Control.PERIOD:
            return _period(fields, name, shape, errors)
        case Control.ENUMS | Control.REFERENCES:
            return _several(fields.get(name, ()), was)
        case Control.WEEK:
            return _week(fields, name, was, errors)
        case _:
            return _one(shape, fields, name, was, errors)


def _text(fields: Fields, name: str) -> str:
    return fields[name][-1] if fields.get(name) else ""


def _as_it_was(typed: str, was: object) -> str:
    """Spaces and line ends around a text are nobody's change."""
    text = str(was) if isinstance(was, str) else ""
    return text if typed.strip() == text.strip() else typed.strip()


def _pair(fields: Fields, name: str, was: object, errors: Errors) -> object | None:
    before = was if isinstance(was, Mapping) else {}
    texts = {code: _as_it_was(_text(fields, f"{name}.{code}"), before.get(code, "")) for code in ("zh", "en")}
    if not any(texts.values()):
        return None
    for code, text in texts.items():
        if not text:
            errors[f"{name}.{code}"] = "Please give this in both languages."
        elif len(text) > LONGEST:
            errors[f"{name}.{code}"] = "This is too long."
    return texts


def _one(shape: Shape, fields: Fields, name: str, was: object, errors: Errors) -> object | None:
    text = _as_it_was(_text(fields, name), was)
    if shape.control is Control.ENUM:
        known = [str(one.value) for one in shape.enum or ()]
        if text and text not in known:
            errors[name] = "Please choose one of those offered."
        return text or None
    if shape.pattern and text and not re.search(shape.pattern, text):
        errors[name] = "This does not have the right form; look at the explanation."
    return text


def _number(shape: Shape, text: str, name: str, was: object, errors: Errors) -> object | None:
    text = text.strip().replace(",", "").replace("，", "")
    if not text:
        return None if shape.optional else was
    try:
        number: float = int(text) if shape.whole or text.isdecimal() else float(text)
    except ValueError:
        errors[name] = "Please give a whole number." if shape.whole else "Please give a number."
        return was
    if (shape.least is not None and number < shape.least) or (shape.most is not None and number > shape.most):
        errors[name] = "This number is too small or too large."
    return number


def _numbers(shape: Shape, text: str, name: str, errors: Errors) -> list[object]:
    parts = [part for part in re.split(r"[\s,，、;；]+", text) if part]
    numbers = [_number(shape.item or shape, part, name, None, errors) for part in parts]
    return [number for number in numbers if number is not None]


def _lines(shape: Shape, text: str, name: str, errors: Errors) -> list[str]:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    pattern = shape.item.pattern if shape.item is not None else ""
    if pattern and not all(re.search(pattern, line) for line in lines):
        errors[name] = "This does not have the right form; look at the explanation."
    return lines


def _period(fields: Fields, name: str, shape: Shape, errors: Errors) -> str | None:
    unit, amount = _text(fields, f"{name}.unit"), _text(fields, f"{name}.amount").strip()
    if not unit and not amount:
        return None
    if unit in _WITHOUT_AMOUNT and amount:
        errors[f"{name}.amount"] = "This unit takes no number: choose another, or empty the field."
        return None if shape.optional else unit
    text = unit if unit in _WITHOUT_AMOUNT else f"{amount} {unit}"
    try:
        return str(parse_period(text))
    except ValueError:
        errors[f"{name}.amount"] = "Please give a whole number from 1 on, and its unit."
        return None if shape.optional else text


def _several(typed: Sequence[str], was: object) -> list[str]:
    """Those that were there keep their order."""
    before = [str(one) for one in was] if isinstance(was, list | tuple) else []
    kept = [one for one in before if one in typed]
    return kept + [one for one in dict.fromkeys(typed) if one and one not in kept]


def _week(fields: Fields, name: str, was: object, errors: Errors) -> dict[str, object]:
    week: dict[str, object] = {}
    for day in "1234567":
        text = _text(fields, f"{name}.{day}").replace("–", "-").replace("：", ":")
        spans = [span for span in re.split(r"[\s,，、;；]+", text) if span]
        if not all(_SPAN.fullmatch(span) for span in spans):
            errors[f"{name}.{day}"] = "Please write hours as 08:30-12:00, with commas between."
        if spans:
            week[day] = spans
    before = dict(was) if isinstance(was, Mapping) else {}
    return before if week == {day: list(spans) for day, spans in before.items() if spans} else week
