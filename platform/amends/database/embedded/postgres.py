"""An embedded PostgreSQL: cluster made once, roles that own as little as they need, reached by socket only."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path

from amends.database.embedded.account import Account
from amends.database.embedded.process import Say, ServerFailed, ServerProcess, sweep_leftovers

DATABASE = "amends"
EMPTIER = "amends_emptier"
"""Of throw-away servers only: passes every wall and lets keys and triggers sleep, to empty tables after a test."""

# Sized for two cores beside web, worker and clock. Durable: fsync and checksums stay on.
_CONFIGURATION = """\
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = 128MB
work_mem = 8MB
maintenance_work_mem = 64MB
effective_cache_size = 512MB
max_wal_size = 512MB
io_method = sync
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
log_checkpoints = off
log_line_prefix = '%m [%p] '
"""
# What is committed survives our kills, not the machine's: writes reach the kernel, not the disk.
_THROW_AWAY = """\
fsync = off
full_page_writes = off
shared_buffers = 64MB
autovacuum_naptime = 5min
"""
# The superuser exists for bootstrapping in single-user mode only: nobody can sign in as it.
_ACCESS = """\
local all postgres reject
local all all scram-sha-256
"""


class EmbeddedPostgres:
    def __init__(
        self, *, program: Path, data: Path, sockets: Path, log: Path, account: Account,
        passwords: Mapping[str, str], fast: bool, say: Say,
    ) -> None:  # fmt: skip
        self._program = program
        self._data = data
        self._sockets = sockets
        self._log = log
        self._account = account
        self._passwords = passwords
        self._fast = fast
        self._say = say
        self.process = ServerProcess(
            name="PostgreSQL",
            account=account,
            log=log,
            # fast shutdown, then immediate
            stopping=((signal.SIGINT, 30), (signal.SIGQUIT, 10), (signal.SIGKILL, 5)),
        )

    def url(self, role: str) -> str:
        return f"postgresql://{role}:{self._passwords[role]}@/{DATABASE}?host={self._sockets}"

    def prepare(self, *, new_passwords: bool) -> None:
        """Stop what an earlier run left, make the cluster if there is none, write our configuration."""
        sweep_leftovers(self._data, "postgres", signal.SIGINT)
        (self._data / "postmaster.pid").unlink(missing_ok=True)
        if not self._data.exists():
            self._create()
        elif new_passwords:
            self._single_user(self._data, [self._password(role) for role in self._roles()])
        self._configure(self._data)

    def spawn(self) -> None:
        self.process.spawn([self._program, "-D", self._data, "-k", self._sockets], cwd=self._data)

    def wait(self) -> None:
        self.process.wait_until(self._ready, self._say)

    def _ready(self) -> bool:
        """The server's own word for it: first line its process id, eighth its state."""
        try:
            lines = (self._data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        return len(lines) >= 8 and lines[0] == str(self.process.pid) and lines[7].strip() == "ready"

    def _create(self) -> None:
        """In a folder beside, renamed when complete: killed half-way, the next start begins anew."""
        fresh = self._data.with_name(self._data.name + ".new")
        shutil.rmtree(fresh, ignore_errors=True)
        self._account.own_folder(fresh)
        options = "-U postgres --encoding=UTF8 --locale=C --locale-provider=builtin --builtin-locale=C.UTF-8"
        safety = "--data-checksums --auth=reject --no-instructions" + (" --no-sync" if self._fast else "")
        self._run(
            [str(self._program.with_name("initdb")), "-D", str(fresh), *options.split(), *safety.split()]
        )
        self._configure(fresh)
        right = "CREATEDB" if self._fast else "NOCREATEDB"  # tests clone a migrated database
        limits = "NOSUPERUSER NOBYPASSRLS NOCREATEROLE"
        self._single_user(
            fresh,
            [
                *(f"CREATE ROLE {role} LOGIN {limits}" for role in self._roles()),
                *(self._password(role) for role in self._roles()),
                f"ALTER ROLE amends_owner {right}",
                f"CREATE DATABASE {DATABASE} OWNER amends_owner",
                f"REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC",
                f"GRANT CONNECT ON DATABASE {DATABASE} TO {', '.join(self._roles())}",
                *(self._emptier() if self._fast else ()),
            ],
        )
        fresh.rename(self._data)

    def _emptier(self) -> list[str]:
        password = self._passwords["amends_owner"]
        return [
            f"CREATE ROLE {EMPTIER} LOGIN BYPASSRLS IN ROLE amends_owner PASSWORD '{password}'",
            f"GRANT SET ON PARAMETER session_replication_role TO {EMPTIER}",
        ]

    def _roles(self) -> list[str]:
        return [name for name in self._passwords if name.startswith("amends_")]

    def _password(self, role: str) -> str:
        return f"ALTER ROLE {role} PASSWORD '{self._passwords[role]}'"

    def _configure(self, data: Path) -> None:
        settings = _CONFIGURATION + (_THROW_AWAY if self._fast else "")
        for name, content in (("postgresql.conf", settings), ("pg_hba.conf", _ACCESS)):
            path = data / name
            path.write_text(content)
            if self._account.borrowed:
                os.chown(path, self._account.uid, self._account.gid)

    def _single_user(self, data: Path, statements: list[str]) -> None:
        """Single-user mode reads one statement a line and needs no sign-in at all."""
        command = [str(self._program), "--single", "-D", str(data), "-c", "exit_on_error=on", "postgres"]
        self._run(command, "".join(f"{statement}\n" for statement in statements))

    def _run(self, command: list[str], given: str = "") -> None:
        done = subprocess.run(
            command,
            input=given, text=True, capture_output=True, check=False, cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}, **self._account.run_as,
        )  # fmt: skip
        with self._log.open("a", encoding="utf-8") as log:
            log.write(done.stderr)
        if done.returncode != 0:
            said = (done.stderr.strip() or done.stdout.strip() or "it said nothing").splitlines()[-1]
            raise ServerFailed(
                "PostgreSQL could not be set up: %(why)s (see %(log)s)", why=said, log=self._log
            )
