"""A mailbox server that speaks as much of IMAP (RFC 3501) as fetching mail takes."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

USER, PASSWORD = "harbour@example.org", "opens it"


@dataclass
class Folder:
    messages: list[bytes] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    """Numbers, from 1."""
    port: int = 0
    hangs_up_before: str = ""
    """A command at which the line breaks, once."""
    folders: list[str] = field(default_factory=list)
    """As they were asked for."""

    def put(self, message: bytes) -> None:
        self.messages.append(message)


class _Line(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        self._say("* OK ready")
        for raw in self.rfile:
            tag, _, rest = raw.decode().strip().partition(" ")
            command = rest.removeprefix("UID ")
            box = self.server.folder
            if box.hangs_up_before and command.startswith(box.hangs_up_before):
                box.hangs_up_before = ""
                return
            answer = self._answer(command, box)
            self._say(f"{tag} {answer}")
            if command.startswith("LOGOUT"):
                return

    def _answer(self, command: str, box: Folder) -> str:
        word, _, given = command.partition(" ")
        match word:
            case "CAPABILITY":
                self._say("* CAPABILITY IMAP4rev1")
            case "LOGIN":
                return "OK let in" if given == f'{USER} "{PASSWORD}"' else "NO [AUTHENTICATIONFAILED] no"
            case "SELECT":
                box.folders.append(given)
                self._say(f"* {len(box.messages)} EXISTS")
            case "SEARCH":
                unseen = [str(n) for n in range(1, len(box.messages) + 1) if n not in box.seen]
                self._say(" ".join(["* SEARCH", *unseen]))
            case "FETCH":
                self._fetch(given, box)
            case "STORE":
                box.seen.add(int(given.split()[0]))
            case "LOGOUT":
                self._say("* BYE")
            case _:
                return "BAD"
        return f"OK {word}"

    def _fetch(self, given: str, box: Folder) -> None:
        number = int(re.split(r"\s", given)[0])
        data = box.messages[number - 1]
        if "SIZE" in given:
            self._say(f"* {number} FETCH (UID {number} RFC822.SIZE {len(data)})")
        else:
            self.wfile.write(
                f"* {number} FETCH (UID {number} BODY[] {{{len(data)}}}\r\n".encode() + data + b")\r\n"
            )

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads, allow_reuse_address = True, True
    folder: Folder


@contextmanager
def keeping_mail() -> Iterator[Folder]:
    with _Server(("127.0.0.1", 0), _Line) as server:
        server.folder = Folder(port=server.server_address[1])
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server.folder
        finally:
            server.shutdown()
