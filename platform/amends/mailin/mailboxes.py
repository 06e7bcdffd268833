"""Mailboxes that mail is fetched from (IMAP, RFC 3501): what is unread there is handed over, and then marked as read.

Nothing is deleted there. Whoever is stopped between handing over and marking hands the same message over again, which
is then known (`mailin.keeping`).
"""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

PATIENCE: Final = 30.0
"""Seconds for each answer of the server."""
MOST_AT_ONCE: Final = 100
"""Messages in one round; the rest comes in the next."""
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class MailboxTrouble(Exception):
    """One line without what a server said: that may hold anything."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """`to`: the short name of the organisation whose it is."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str
    to: str
    encrypted: bool
    """From the start; otherwise after STARTTLS, which the server must offer."""
    plain: bool = False
    """Never encrypted: for servers on the same machine."""

    @property
    def name(self) -> str:
        """For logs: no password, and no address of anybody's."""
        return f"{self.host}/{self.folder} of {self.to}"


def mailbox(raw: str) -> Mailbox:
    """imaps://user:password@host/INBOX?to=short-name; ValueError says what is expected."""
    expected = (
        "expected mailboxes like imaps://user:password@imap.example.org/INBOX?to=harbour, separated by spaces"
    )
    try:
        parts = urlsplit(raw)
        port = parts.port or (993 if parts.scheme == "imaps" else 143)
    except ValueError:
        raise ValueError(expected) from None
    asked = {name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
    known = asked.keys() <= {"to", "starttls"} and asked.get("starttls", "required") in ("required", "never")
    whole = parts.hostname and parts.username and parts.password and asked.get("to")
    if parts.scheme not in ("imap", "imaps") or not whole or not known:
        raise ValueError(expected)
    return Mailbox(
        host=str(parts.hostname),
        port=port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.lstrip("/")) or "INBOX",
        to=asked["to"],
        encrypted=parts.scheme == "imaps",
        plain=asked.get("starttls") == "never",
    )


def mailboxes(raw: str) -> tuple[Mailbox, ...]:
    return tuple(mailbox(each) for each in raw.split())


class Fetching:
    """One round at one mailbox; every method waits for the server, so that it belongs into a thread."""

    def __init__(self, line: imaplib.IMAP4) -> None:
        self._line = line

    def unread(self) -> list[bytes]:
        """The oldest first."""
        found = self._asked("SEARCH", "UNSEEN")
        numbers = b" ".join(each for each in found if isinstance(each, bytes))
        return numbers.split()[:MOST_AT_ONCE]

    def message(self, uid: bytes, *, largest: int) -> bytes | None:
        """None: it is gone, or larger than what is taken; it stays there as it is."""
        sizes = b" ".join(
            each for each in self._asked("FETCH", uid.decode(), "(RFC822.SIZE)") if isinstance(each, bytes)
        )
        size = _SIZE.search(sizes)
        if size is None or int(size[1]) > largest:
            return None
        for each in self._asked("FETCH", uid.decode(), "(BODY.PEEK[])"):
            if isinstance(each, tuple):
                return bytes(each[1])
        return None

    def mark_read(self, uid: bytes) -> None:
        self._asked("STORE", uid.decode(), "+FLAGS.SILENT", r"(\Seen)")

    def _asked(self, command: str, *arguments: str) -> list[bytes | tuple[bytes, bytes]]:
        try:
            said, data = self._line.uid(command, *arguments)
        except (imaplib.IMAP4.error, OSError) as error:
            raise _broken(error) from None
        if said != "OK":
            raise MailboxTrouble(f"the server refuses {command}")
        return [each for each in data if each]


@contextmanager
def fetching(box: Mailbox) -> Iterator[Fetching]:
    """MailboxTrouble where the server cannot be reached, lets nobody in or has no such folder."""
    try:
        line = _line(box)
        try:
            said, _ = line.login(box.user, box.password)
            chosen, _ = line.select(_quoted(box.folder))
            if (said, chosen) != ("OK", "OK"):
                raise MailboxTrouble("the server has no such folder")
            yield Fetching(line)
        finally:
            _say_goodbye(line)
    except (imaplib.IMAP4.error, OSError) as error:
        raise _broken(error) from None


def _broken(error: Exception) -> MailboxTrouble:
    return MailboxTrouble(f"the mailbox cannot be read ({type(error).__name__})")


def _line(box: Mailbox) -> imaplib.IMAP4:
    context = ssl.create_default_context()
    if box.encrypted:
        return imaplib.IMAP4_SSL(box.host, box.port, ssl_context=context, timeout=PATIENCE)
    line = imaplib.IMAP4(box.host, box.port, timeout=PATIENCE)
    try:
        if not box.plain:
            line.starttls(context)
    except BaseException:
        line.shutdown()
        raise
    return line


def _say_goodbye(line: imaplib.IMAP4) -> None:
    """Whatever state it is in: the library leaves a line open whose end it could not hear."""
    with suppress(imaplib.IMAP4.error, OSError):
        line.logout()
    with suppress(OSError):
        line.shutdown()


def _quoted(folder: str) -> str:
    """As RFC 3501 has it: modified UTF-7 between quotes."""
    encoded = re.sub(r"[^\x20-\x25\x27-\x7e]+", _shifted, folder)
    return '"' + encoded.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _shifted(found: re.Match[str]) -> str:
    text = found[0]
    if text == "&":
        return "&-"
    return "&" + text.encode("utf-7").decode()[1:].rstrip("-").replace("/", ",") + "-"
