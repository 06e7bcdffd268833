"""A message as it came, read: whatever is wrong with it, something is made of it, and nothing is raised.

What it says is text only: HTML is cleaned and written out, so nothing of it runs, loads or lies about where it leads.
The message itself is kept beside it (`mailin.keeping`); what is left out here is there.
"""

from __future__ import annotations

import email
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.message import Message
from email.policy import Compat32
from email.utils import getaddresses, parseaddr, parsedate_to_datetime
from typing import Final

from amends.mailin import winmail
from amends.mailin.classifying import Signs, classify
from amends.mailin.decoding import text_of
from amends.mailin.folding import fold
from amends.mailin.headers import header, ids, raw
from amends.mailin.html import plain

MOST_PARTS: Final = 200
DEEPEST: Final = 20
LONGEST_TEXT: Final = 200_000
"""Characters that are read of a text; the message has the rest."""
_LONGEST_NAME: Final = 200


@dataclass(frozen=True, slots=True)
class Attachment:
    """`inline`: shown within the text by whoever wrote it."""

    name: str
    mime: str
    data: bytes = field(repr=False)
    inline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """`text` and `quoted` together are all that was written, in its order."""

    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    sender_name: str = ""
    sender: str = ""
    to: tuple[str, ...] = ()
    subject: str = ""
    text: str = field(default="", repr=False)
    quoted: str = field(default="", repr=False)
    attachments: tuple[Attachment, ...] = ()
    sent_at: datetime | None = None
    trouble: str = ""
    """What of it could not be read."""
    signs: Signs = field(default_factory=Signs)


@dataclass(slots=True)
class _Found:
    texts: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    parts: int = 0
    trouble: str = ""


class _AsSent(Compat32):
    """Headers as they came: the library's own readings fail on some, and make question marks of raw bytes."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        del name
        return value


_AS_SENT: Final = _AsSent()


def parse(data: bytes, *, trusted: tuple[str, ...] = ()) -> Parsed:
    """`trusted`: names of mail servers whose verdicts on a sender count (Authentication-Results, RFC 8601)."""
    try:
        message = email.message_from_bytes(data, policy=_AS_SENT)
        return _parsed(message, trusted)
    except Exception as error:
        return Parsed(trouble=f"{type(error).__name__}")


def _parsed(message: Message, trusted: tuple[str, ...]) -> Parsed:
    found = _Found()
    _walk(message, found, depth=0)
    text, quoted = fold("\n\n".join(each for each in found.texts if each.strip())[:LONGEST_TEXT])
    name, address = _sender(message)
    return Parsed(
        message_id=next(iter(ids(raw(message, "message-id"))), ""),
        in_reply_to=ids(raw(message, "in-reply-to")),
        references=ids(" ".join(_all(message, "references"))),
        sender_name=name,
        sender=address,
        to=tuple(
            dict.fromkeys(
                each.lower()
                for _, each in getaddresses(
                    [
                        text
                        for name in ("to", "cc", "delivered-to", "x-original-to")
                        for text in _all(message, name)
                    ]
                )
                if "@" in each
            )
        ),
        subject=header(message, "subject"),
        text=text,
        quoted=quoted,
        attachments=tuple(found.attachments),
        sent_at=_date(raw(message, "date")),
        trouble=found.trouble,
        signs=classify(message, trusted=trusted),
    )


def _walk(part: Message, found: _Found, *, depth: int) -> None:
    found.parts += 1
    if found.parts > MOST_PARTS or depth > DEEPEST:
        found.trouble = found.trouble or "more parts than are read"
        return
    kind = part.get_content_type()
    if part.is_multipart() and kind != "message/rfc822":
        if kind == "multipart/alternative":
            _best(list(_parts(part)), found, depth=depth)
        else:
            for each in _parts(part):
                _walk(each, found, depth=depth + 1)
    elif kind == "message/rfc822":
        found.attachments.append(_letter(part))
    else:
        # What says it has parts and has none that can be told apart is read as it stands.
        _leaf(part, "text/plain" if kind.startswith("multipart/") else kind, found)


def _best(alternatives: list[Message], found: _Found, *, depth: int) -> None:
    """The plain words where they say anything, else the ones shown; whatever is attached to any of them."""
    shown = _Found(parts=found.parts)
    for each in alternatives:
        one = _Found(parts=shown.parts)
        _walk(each, one, depth=depth + 1)
        shown.parts, shown.trouble = one.parts, shown.trouble or one.trouble
        shown.attachments += one.attachments
        if not any(text.strip() for text in shown.texts):
            shown.texts = one.texts
    found.texts += shown.texts
    found.attachments += shown.attachments
    found.parts, found.trouble = shown.parts, found.trouble or shown.trouble


def _leaf(part: Message, kind: str, found: _Found) -> None:
    data = _data(part)
    name, disposition = header_name(part), str(part.get_content_disposition() or "")
    if kind in ("text/plain", "text/html") and disposition != "attachment" and not name:
        text = text_of(data, part.get_content_charset(failobj="") or "")
        found.texts.append(plain(text) if kind == "text/html" else text)
        return
    if not data and not name:
        return
    if kind == "application/ms-tnef" or name.lower() == "winmail.dat":
        inside = winmail.opened(data)
        if inside is not None:
            if inside.text:
                found.texts.append(inside.text)
            found.attachments += [
                Attachment(_safe(each.name), "application/octet-stream", each.data) for each in inside.files
            ]
            return
    found.attachments.append(
        Attachment(
            _safe(name or _named(part, kind)),
            kind,
            data,
            inline=disposition != "attachment" and bool(part["content-id"]),
        )
    )


def _letter(part: Message) -> Attachment:
    """A message that was attached is kept whole, not taken apart: it is somebody else's."""
    inner = next(_parts(part), None)
    subject = header(inner, "subject") if inner is not None else ""
    data = _written(inner) if inner is not None else _data(part)
    return Attachment(_safe(f"{subject[:80] or 'message'}.eml"), "message/rfc822", data)


def _written(message: Message) -> bytes:
    try:
        return message.as_bytes()
    except Exception:  # headers no writer takes back: all that was in it is in the whole
        return str(message.get_payload()).encode("utf-8", "replace")


def _parts(message: Message) -> Iterator[Message]:
    payload = message.get_payload()
    if isinstance(payload, list):
        yield from (each for each in payload if isinstance(each, Message))


def _data(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def header_name(part: Message) -> str:
    """What the file is called, however that was written down."""
    return header(part, "", text=part.get_filename() or "")


def _named(part: Message, kind: str) -> str:
    return f"{'image' if kind.startswith('image/') else 'file'}.{part.get_content_subtype()[:10]}"


def _safe(name: str) -> str:
    """No folders in it, nothing that cannot be seen."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(each for each in last if each.isprintable()).strip()[-_LONGEST_NAME:] or "file"


def _sender(message: Message) -> tuple[str, str]:
    for field_name in ("from", "reply-to", "sender"):
        name, address = parseaddr(raw(message, field_name))
        if "@" in address:
            return header(message, "", text=name), address.strip().lower()
    return header(message, "from"), ""


def _all(message: Message, name: str) -> list[str]:
    return [str(each) for each in message.get_all(name, [])]


def _date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo is not None else None
