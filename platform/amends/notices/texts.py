"""The words of a notice: the policy's text with its placeholders filled in.

A sentence that is all about a value there is none of is left out: who was promised no date for the result reads nothing
of one. Two values are secrets and are filled in only when the mail is sent, so that no notice at rest opens anything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from amends.errors import DomainError
from amends.policy.document import Policy, Text
from amends.policy.events import Event

CODE_LATER = "\u27e6access-code\u27e7"
INVITATION_LATER = "\u27e6invitation\u27e7"

_TRIAL_SUBJECT = Text(zh="【试用】", en="[Trial] ")
_TRIAL_BODY = Text(
    zh="这是一封试用邮件：该机构正在试用本服务，此投诉不会被处理，日后将被删除。",
    en="This is a trial: the organisation is trying this service out. Nobody handles this complaint, and it will be wiped.",
)

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_SENTENCE = re.compile(r".*?(?:[。！？；]|[.!?;](?=\s|$)|$)\s*")
_CLAUSE = re.compile(r".*?(?:[。！？；，]|[.!?;,](?=\s|$)|$)\s*")
"""Subjects are one sentence: there, what stands between two commas may go."""
_ENDS = "。！？；，.!?;,"

_OWN = "own_words"
_ROOM = "{own_words}"
_CLOSING_LINES, _CLOSING_WIDTH = 3, 40


class NoText(DomainError):
    code = "no-text"
    status = 500
    message = "The policy has no text for the notice “%(event)s”."


def rendered(
    policy: Policy, event: Event, language: str, values: Mapping[str, str], *, own_words: str = ""
) -> tuple[str, str]:
    """(subject, body) in the reader's language; a line break in a value never reaches the subject."""
    notice = policy.notices.get(event)
    if notice is None:
        raise NoText(event=event)
    values = {name: value.strip() for name, value in values.items()}
    title = _left(notice.subject.in_language(language), values, _CLAUSE) or ""
    body = filled(notice.body.in_language(language), values, own_words=own_words)
    return " ".join(_filled(title, values).split()), body + "\n"


def filled(text: str, values: Mapping[str, str], *, own_words: str = "") -> str:
    """A text of several paragraphs; somebody's own stands before its closing."""
    given = {name: value.strip() for name, value in values.items()} | {_OWN: own_words.strip()}
    return _filled(_told(with_room(text) if given[_OWN] else text, given), given).strip()


def with_room(text: str) -> str:
    """For a paragraph of somebody's own: before the closing where there is one, else at the end."""
    paragraphs = text.strip().split("\n\n")
    lines = paragraphs[-1].splitlines()
    if len(paragraphs) > 1 and len(lines) <= _CLOSING_LINES and _closes(lines):
        return "\n\n".join([*paragraphs[:-1], _ROOM, paragraphs[-1]])
    if len(lines) > 1 and _closes(lines[-1:]):
        rest = [*paragraphs[:-1], "\n".join(lines[:-1])]
        return "\n\n".join([*rest, _ROOM, lines[-1]])
    return f"{text.strip()}\n\n{_ROOM}"


def _closes(lines: Sequence[str]) -> bool:
    """Whose letter it is, perhaps after a greeting; no sentence of what it has to say."""
    return "{organisation}" in lines[-1] and all(len(line) <= _CLOSING_WIDTH for line in lines)


def marked_trial(subject: str, body: str, *, language: str) -> tuple[str, str]:
    """A letter of a complaint that does not count says so before anything else."""
    note = _TRIAL_BODY.in_language(language)
    return f"{_TRIAL_SUBJECT.in_language(language)}{subject}", f"{note}\n\n{body}"


def _told(text: str, values: Mapping[str, str]) -> str:
    """What of a text is about something; what only led up to a line that is left out goes with it."""
    told: list[str] = []
    for line in text.strip().splitlines():
        left = _left(line, values, _SENTENCE)
        if left is not None:
            told.append(left)
        elif told and told[-1].endswith((":", "：")):
            told[-1] = _ended("".join(_pieces(told[-1], _SENTENCE)[:-1]), like=_ENDS)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(told))


def _left(line: str, values: Mapping[str, str], pieces: re.Pattern[str]) -> str | None:
    """None: all of it is about what there is none of."""
    before = _pieces(line, pieces)
    left = [piece for piece in before if not _is_about_nothing(piece, values)]
    if before and not left:
        return None
    whole = "".join(left)
    return whole if len(left) == len(before) else _ended(whole, like=line)


def _pieces(line: str, pattern: re.Pattern[str]) -> list[str]:
    return [piece for piece in pattern.findall(line) if piece]


def _is_about_nothing(piece: str, values: Mapping[str, str]) -> bool:
    names = _PLACEHOLDER.findall(piece)
    return bool(names) and not any(values.get(name) for name in names)


def _ended(line: str, *, like: str) -> str:
    """A line that lost its last words ends as it did before."""
    line = line.rstrip()
    if not line.endswith(("；", "，", ";", ",")):
        return line
    end = "。" if line[-1] in "；，" else "."
    return line[:-1] + (end if like.rstrip()[-1:] in _ENDS else "")


def _filled(text: str, values: Mapping[str, str]) -> str:
    """A value that ends its own sentence does not have it ended twice."""

    def value(place: re.Match[str]) -> str:
        found = values.get(place[1]) or "\u2014"
        after = text[place.end() : place.end() + 1]
        return found[:-1] if after in ("。", ".") and found[-1] in "。." else found

    return _PLACEHOLDER.sub(value, text)
