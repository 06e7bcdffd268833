"""What a message says of itself: whether a program wrote it, what became of a letter, what filters think. Pure.

RFC 3834 (automatic answers), RFC 3464 (delivery reports), RFC 8601 (verdicts), RFC 2919 and 2369 (lists).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from typing import Final

from amends.mailin.headers import header, ids, raw

_VERDICT = re.compile(r"\b(spf|dkim|dmarc)\s*=\s*([a-z]+)", re.IGNORECASE)
_CODE = re.compile(r"\b([245])\.\d{1,3}\.\d{1,3}\b")
_ANSWERS: Final = ("auto-replied", "auto-notified")
_SUBJECT = re.compile(
    r"^\s*(?:(?:re|回复|答复)\s*[:：]\s*)?(?:auto(?:matic)?[ -]?(?:reply|response)|out of (?:the )?office|自动回复|自動回覆|自动答复)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Report:
    """What a mail server says of a letter; `code` like 5.1.1, never its sentence."""

    for_ever: bool
    code: str = ""
    original: tuple[str, ...] = ()
    """Message-IDs of the letter it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    automatic_answer: bool = False
    automatic: bool = False
    """A program wrote it, on its own or on somebody's behest; not in answer to anything."""
    bulk: bool = False
    spam: bool = False
    nobody: bool = False
    """It wants no answer, not even a report: its return path is empty."""
    report: Report | None = None
    verdicts: tuple[tuple[str, str], ...] = ()
    """(spf, pass) and the like, of servers that are believed."""

    @property
    def fails(self) -> bool:
        """Of DMARC, or where nobody asked that, of both others: the sender's domain did not send it."""
        said = dict(self.verdicts)
        if "dmarc" in said:
            return said["dmarc"] == "fail"
        return said.get("spf") in ("fail", "softfail") and said.get("dkim") != "pass"


def classify(message: Message, *, trusted: tuple[str, ...] = ()) -> Signs:
    submitted = raw(message, "auto-submitted").partition(";")[0].strip().lower()
    precedence = raw(message, "precedence").strip().lower()
    report = _report(message)
    return Signs(
        automatic_answer=submitted in _ANSWERS or precedence == "auto_reply" or _answers_by_habit(message),
        automatic=submitted not in ("", "no"),
        bulk=precedence in ("bulk", "junk", "list")
        or any(raw(message, each) for each in ("list-id", "list-unsubscribe")),
        spam=_spam(message),
        nobody=raw(message, "return-path").strip() == "<>",
        report=report,
        verdicts=tuple(_verdicts(message, trusted)),
    )


def _answers_by_habit(message: Message) -> bool:
    """What programs older than the standard, or by large makers, write; a subject alone is enough for none of them."""
    if any(raw(message, each) for each in ("x-autoreply", "x-autorespond", "x-auto-response-suppress")) and (
        raw(message, "in-reply-to")
        or raw(message, "references")
        or _SUBJECT.match(header(message, "subject"))
    ):
        return True
    return raw(message, "x-autoreply").strip().lower() == "yes" or bool(
        raw(message, "in-reply-to") and _SUBJECT.match(header(message, "subject"))
    )


def _spam(message: Message) -> bool:
    said = [
        raw(message, each).strip().lower()
        for each in ("x-spam-flag", "x-spam-status", "x-spam", "x-rspamd-action")
    ]
    return any(each.startswith("yes") for each in said) or said[3] in (
        "add header",
        "rewrite subject",
        "soft reject",
        "reject",
    )


def _verdicts(message: Message, trusted: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Only of servers that are believed: anybody can write that header into a letter of theirs."""
    seen: set[str] = set()
    for each in message.get_all("authentication-results", []):
        who, _, said = str(each).partition(";")
        if who.strip().split(" ")[0].lower() not in trusted:
            continue
        for method, result in _VERDICT.findall(said):
            if method.lower() not in seen:
                seen.add(method.lower())
                yield method.lower(), result.lower()


def _report(message: Message) -> Report | None:
    if message.get_content_type() != "multipart/report":
        return None
    kind = str(message.get_param("report-type", "") or "").lower()
    if kind not in ("delivery-status", ""):
        return None
    actions, codes, original = set[str](), list[str](), tuple[str, ...]()
    for part in _all(message):
        if part.get_content_type() == "message/delivery-status":
            for each in _blocks(part):
                if action := raw(each, "action").strip().lower():
                    actions.add(action)
                    codes += [found[0] for found in _CODE.finditer(raw(each, "status"))]
        elif part.get_content_type() in ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers"):
            original += _ids_within(part)
    if not actions:
        return None
    for_ever = "failed" in actions
    code = next((each for each in codes if each.startswith("5" if for_ever else "4")), "")
    return Report(for_ever and not any(each.startswith("4") for each in codes), code, original)


def _all(message: Message) -> Iterator[Message]:
    payload = message.get_payload()
    for each in payload if isinstance(payload, list) else []:
        if isinstance(each, Message):
            yield each


def _blocks(part: Message) -> Iterator[Message]:
    yield part
    yield from _all(part)


def _ids_within(part: Message) -> tuple[str, ...]:
    inner = next(_all(part), None)
    if inner is not None:
        return ids(raw(inner, "message-id"))
    text = str(part.get_payload())[:20_000]
    found = re.search(r"^message-id:\s*(<[^>\s]+>)", text, re.IGNORECASE | re.MULTILINE)
    return (found[1],) if found else ()
