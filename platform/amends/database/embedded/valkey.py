"""An embedded Valkey, which speaks Redis: reached by socket only, its data appended to a file."""

from __future__ import annotations

import signal
import socket
from pathlib import Path

from amends.database.embedded.account import Account
from amends.database.embedded.process import Say, ServerProcess, sweep_leftovers


class EmbeddedValkey:
    def __init__(
        self, *, program: Path, data: Path, sockets: Path, log: Path, account: Account, say: Say
    ) -> None:
        self._program = program
        self._data = data
        self._socket = sockets / "valkey.sock"
        self._account = account
        self._say = say
        self.process = ServerProcess(
            name="Valkey", account=account, log=log, stopping=((signal.SIGTERM, 10), (signal.SIGKILL, 5))
        )

    @property
    def url(self) -> str:
        return f"unix://{self._socket}"

    def prepare(self) -> None:
        sweep_leftovers(self._data, "valkey-server", signal.SIGTERM)
        self._socket.unlink(missing_ok=True)
        self._account.own_folder(self._data)

    def spawn(self) -> None:
        options = {
            "port": "0",
            "unixsocket": str(self._socket),
            "unixsocketperm": "700",
            "dir": str(self._data),
            "appendonly": "yes",
            "save": "",
            "databases": "16",
            "maxmemory-policy": "noeviction",
            "daemonize": "no",
        }
        words = [word for name, value in options.items() for word in (f"--{name}", value)]
        self.process.spawn([self._program, *words], cwd=self._data)

    def wait(self) -> None:
        self.process.wait_until(self._ready, self._say)

    def _ready(self) -> bool:
        """While it reads its file back it answers, but not with PONG."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
            client.settimeout(1)
            try:
                client.connect(str(self._socket))
                client.sendall(b"PING\r\n")
                return client.recv(64).startswith(b"+PONG")
            except OSError:
                return False
