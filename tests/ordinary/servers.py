"""PostgreSQL and Redis as Debian packs them, thrown away afterwards: over TCP, with TLS and passwords.

The superuser stands for the vendor of a managed database: it makes one administrator (CREATEDB, CREATEROLE), and the
role that takes rows out between two tests, and is not used again. Everything else is the administrator's doing.
"""

from __future__ import annotations

import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from amends.database.embedded import account as accounts
from amends.database.embedded.account import Account
from amends.database.embedded.postgres import EMPTIER
from amends.database.embedded.process import ServerProcess, silent
from amends_cli.ports import free_port

HOST = "127.0.0.1"

_CONFIGURATION = """\
listen_addresses = '{host}'
port = {port}
unix_socket_directories = '{folder}'
ssl = on
ssl_cert_file = '{folder}/server.crt'
ssl_key_file = '{folder}/server.key'
fsync = off  # the machine may lose these data
"""
_ACCESS = """\
local all {superuser} peer
hostssl all all {host}/32 scram-sha-256
"""


class NotInstalled(Exception):
    """Something of Debian's is missing."""


@dataclass(frozen=True)
class Servers:
    admin_url: str = field(repr=False)
    emptier_password: str = field(repr=False)
    redis_url: str = field(repr=False)


@contextmanager
def throw_away() -> Iterator[Servers]:
    """Both servers; they end with this process, however it ends. Call from the main thread."""
    programs, redis_server = _installed()
    account = accounts.choose()
    folder = account.own_folder(Path(tempfile.mkdtemp(prefix="amends-ordinary-", dir="/tmp")))
    started: list[ServerProcess] = []
    try:
        redis_url, emptier = _redis(redis_server, folder, account, started), secrets.token_hex(16)
        yield Servers(_postgres(programs, folder, account, started, emptier), emptier, redis_url)
    finally:
        for process in reversed(started):
            process.stop()
        shutil.rmtree(folder)


def _installed() -> tuple[Path, Path]:
    """Where PostgreSQL's programs are (the newest), and Redis's server."""
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    initdb = max(versions, key=lambda path: int(path.parts[-3]), default=None)
    redis_server = shutil.which("redis-server")
    if initdb is None or redis_server is None or shutil.which("psql") is None:
        raise NotInstalled("`apt-get install postgresql redis-server` first, or name servers of your own")
    return initdb.parent, Path(redis_server)


def _postgres(
    programs: Path, folder: Path, account: Account, started: list[ServerProcess], emptier: str
) -> str:
    data, port, password = folder / "data", free_port(), secrets.token_hex(16)
    _run([programs / "initdb", "-D", data, "-U", account.name, "-E", "UTF8", "--no-sync"], account)
    _certify(folder, account)
    with (data / "postgresql.conf").open("a") as configuration:
        configuration.write(_CONFIGURATION.format(host=HOST, port=port, folder=folder))
    (data / "pg_hba.conf").write_text(_ACCESS.format(superuser=account.name, host=HOST))
    process = _process("PostgreSQL", folder, account, signal.SIGINT)
    started.append(process)
    process.spawn([programs / "postgres", "-D", data], cwd=data)
    process.wait_until(lambda: "ready" in _words(data / "postmaster.pid"), silent)
    roles = [
        f"CREATE ROLE administrator LOGIN CREATEDB CREATEROLE PASSWORD '{password}'",
        f"CREATE ROLE {EMPTIER} LOGIN BYPASSRLS PASSWORD '{emptier}'",
        f"GRANT SET ON PARAMETER session_replication_role TO {EMPTIER}",
    ]
    _run(["psql", "-q", "-h", folder, "-p", port, "-d", "postgres", "-c", "; ".join(roles)], account)
    checked = f"sslmode=verify-full&sslrootcert={folder}/server.crt"
    return f"postgresql://administrator:{password}@{HOST}:{port}/postgres?{checked}"


def _redis(program: Path, folder: Path, account: Account, started: list[ServerProcess]) -> str:
    port, password = free_port(), secrets.token_hex(16)
    process = _process("Redis", folder, account, signal.SIGTERM)
    started.append(process)
    options: list[str | Path] = [
        "--port",
        str(port),
        "--bind",
        HOST,
        "--requirepass",
        password,
        "--save",
        "",
        "--dir",
        folder,
    ]
    process.spawn([program, *options], cwd=folder)
    process.wait_until(lambda: _wants_a_password(port), silent)
    return f"redis://:{password}@{HOST}:{port}"


def _process(name: str, folder: Path, account: Account, end: signal.Signals) -> ServerProcess:
    log = folder / f"{name}.log"
    return ServerProcess(name=name, account=account, log=log, stopping=((end, 20), (signal.SIGQUIT, 10)))


def _certify(folder: Path, account: Account) -> None:
    """A certificate that clients can check, for this address alone."""
    names = ["-subj", "/CN=localhost", "-addext", f"subjectAltName=IP:{HOST},DNS:localhost"]
    files = ["-keyout", folder / "server.key", "-out", folder / "server.crt"]
    _run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names, *files], account)


def _run(command: Sequence[object], account: Account) -> None:
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd="/", capture_output=True, text=True, check=False, **account.run_as)
    if done.returncode != 0:
        raise RuntimeError(f"{words[0]} failed: {done.stderr.strip() or done.stdout.strip()}")


def _words(path: Path) -> list[str]:
    return path.read_text().split() if path.exists() else []


def _wants_a_password(port: int) -> bool:
    with socket.socket() as client:
        client.settimeout(1)
        try:
            client.connect((HOST, port))
            client.sendall(b"PING\r\n")
            return client.recv(64).startswith(b"-NOAUTH")
        except OSError:
            return False
