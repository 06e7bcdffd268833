"""What the complainant is asked and told of a handover, and staff beside them: the program's own words."""

from __future__ import annotations

from collections.abc import Sequence

from amends.policy.document import Text

_ASKED = Text(
    zh="您投诉的事项应由{party}负责。经您同意，我们可以将投诉转交{party}处理。\n\n转交原因：{reason}\n\n将提供给对方：{what}。\n\n对方接手后，您会收到新的投诉编号，我们的处理即告结束；在此之前，我们对您的承诺继续有效。未经您同意，我们不会转交任何内容；对方接手之前，您可以随时收回同意。请在投诉查询页面选择，或直接告知我们。",
    en="What you complain about is the responsibility of {party}. If you agree, we hand your complaint over to them.\n\nWhy: {reason}\n\nThey would get: {what}.\n\nOnce they take it over you get a new number, and our handling ends; until then what we promised you still counts. Nothing leaves without your consent, and you may take it back until they have taken it over. Please choose on the page of your complaint, or tell us.",
)
_SAID = Text(zh="投诉内容", en="what you told us")
_NAME = Text(zh="您的姓名和联系方式", en="your name and how to reach you")
_ANSWERS = Text(zh="您回答的问题", en="your answers to our questions")
_FILES = Text(zh="文件（{names}）", en="files ({names})")

CONTACT = Text(
    zh="{party}，新的投诉编号：{number}，查询：{link}",
    en="{party}, your new number there: {number}, to follow it: {link}",
)
"""How the complainant reaches whoever took it over."""

TAKEN_OVER = Text(
    zh="您的投诉原由{sender}受理（编号{number}），现已由我们接手。",
    en="You complained to {sender} (their number {number}); we have taken your complaint over.",
)
"""What the receiver's first letter says beside its usual text."""

CLOSED = Text(
    zh="该单位目前不接收其他单位转交的投诉。",
    en="They do not take complaints over from other organisations at present.",
)
"""The answer in the name of an organisation that closed its door meanwhile."""

NEWS_YES = Text(
    zh="投诉人同意转交{party}，材料正在发送。",
    en="The complainant agrees that it is handed over to {party}; it is on its way.",
)
NEWS_NO = Text(
    zh="投诉人不同意转交{party}，请继续处理。",
    en="The complainant does not want it handed over to {party}: carry on with it.",
)
NEWS_TAKEN = Text(
    zh="{party}已接手该投诉，编号{number}。", en="{party} has taken it over, under number {number}."
)
NEWS_REFUSED = Text(
    zh="{party}不接手该投诉，请继续处理：{reason}",
    en="{party} does not take it over, so carry on with it: {reason}",
)


def asked_text(
    language: str, *, party: str, reason: str, answers: bool, named: bool, files: Sequence[str]
) -> str:
    parts = [_SAID, *([_NAME] if named else []), *([_ANSWERS] if answers else [])]
    told = [part.in_language(language) for part in parts]
    comma = "、" if language == "zh" else ", "
    if files:
        told.append(_FILES.in_language(language).replace("{names}", comma.join(files)))
    return filled(_ASKED, language, party=party, reason=reason, what=comma.join(told))


def filled(text: Text, language: str, **values: str) -> str:
    """In one go: what people wrote may hold a brace."""
    parts = text.in_language(language).split("{")
    first, rest = parts[0], [part.partition("}") for part in parts[1:]]
    return first + "".join(values[name] + after for name, _, after in rest)


def in_both(text: Text, **values: str) -> Text:
    return Text(zh=filled(text, "zh", **values), en=filled(text, "en", **values))
