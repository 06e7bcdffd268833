"""A database and a Redis number of one test process, on the servers TEST_ADMIN_URL and TEST_REDIS_URL name.

All it does there the administrator does, who is no superuser; the roles are those of deploy/roles.sql, by that file.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from redis import Redis

from amends.database.embedded.postgres import EMPTIER
from amends.database.embedded.servers import Urls

ADMIN_URL, REDIS_URL, EMPTIER_PASSWORD = "TEST_ADMIN_URL", "TEST_REDIS_URL", "TEST_EMPTIER_PASSWORD"
ROLES_SQL = Path(__file__).parents[2] / "deploy" / "roles.sql"
ROLES = ("owner", "app", "backup")

_PREFIX = "amends_test_"
_SPARE = 8  # of the sixteen databases a Redis has
# One test process at a time, and never beside a deployment: its passwords would be set anew.
_ALONE = f"""
SELECT pg_advisory_lock(hashtext('{_PREFIX}'));
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_database JOIN pg_roles ON pg_roles.oid = datdba
        WHERE rolname = 'amends_owner' AND NOT starts_with(datname, '{_PREFIX}'))
    THEN RAISE 'This server holds a deployment of Amends: name another one for tests'; END IF;
END $$"""
# WITH (FORCE) would also end autovacuum's process, which up to PostgreSQL 16 only superusers may; a plain DROP sends it
# away itself. Waiting is in milliseconds.
_END_SESSIONS = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = '{name}' AND backend_type = 'client backend'"""
_FORGET_ROLES = """
DO $$ BEGIN
    DROP ROLE amends_app; DROP ROLE amends_backup; DROP ROLE amends_owner;
EXCEPTION WHEN dependent_objects_still_exist THEN NULL;  -- another test process still works
END $$"""


def named() -> bool:
    """Whether this run is meant for ordinary servers."""
    return ADMIN_URL in os.environ


def emptier_password() -> str | None:
    """Of the role that passes every wall between two tests; servers that others named have none."""
    return os.environ.get(EMPTIER_PASSWORD)


@contextmanager
def database(worker: str, *, spare: bool = False) -> Iterator[Urls]:
    """For one test process; `worker` is xdist's name for it: `gw0`, or `master` when there is one only.

    A process may have a spare one beside its own.
    """
    admin_url = os.environ[ADMIN_URL]
    passwords = {role: _derived(admin_url, role) for role in ROLES}
    number = int(worker.removeprefix("gw").replace("master", "0")) + (_SPARE if spare else 0)
    name = f"{_PREFIX}{number}_{os.getpid()}"
    with _redis(number) as redis_url:
        _psql(admin_url, "-c", _ALONE, "-v", f"database={name}", "-f", str(ROLES_SQL), passwords=passwords)
        # Tests may copy a database, as on the embedded servers of tests.
        _psql(admin_url, "-c", "ALTER ROLE amends_owner CREATEDB")
        if emptier_password():
            _psql(admin_url, "-c", f"GRANT amends_owner TO {EMPTIER}")
        try:
            owner, app, backup = (_url(admin_url, role, passwords[role], name) for role in ROLES)
            secret = _derived(admin_url, "secret")
            yield Urls(owner_url=owner, app_url=app, backup_url=backup, redis_url=redis_url, secret=secret)
        finally:
            join = "GRANT amends_owner, amends_app, amends_backup TO CURRENT_USER"
            end = _END_SESSIONS.format(name=name)
            drop = f"DROP DATABASE {name}"
            _psql(admin_url, "-c", _ALONE, "-c", join, "-c", end, "-c", drop, "-c", _FORGET_ROLES)


@contextmanager
def _redis(number: int) -> Iterator[str]:
    """Empty before as after."""
    url = f"{os.environ[REDIS_URL]}/{number}"
    with Redis.from_url(url) as client:
        if client.dbsize():
            raise RuntimeError(f"Redis's database {number} is not empty: name a server for tests")
        try:
            yield url
        finally:
            client.flushdb()


def _derived(admin_url: str, role: str) -> str:
    """The same for all test processes of a run, which share the roles."""
    return hashlib.sha256(f"{role} {admin_url}".encode()).hexdigest()


def _url(admin_url: str, role: str, password: str, database_name: str) -> str:
    parts = urlsplit(admin_url)
    place = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"amends_{role}:{password}@{place}", path=f"/{database_name}").geturl()


def _psql(admin_url: str, *arguments: str, passwords: dict[str, str] | None = None) -> None:
    given = {f"{role.upper()}_PASSWORD": password for role, password in (passwords or {}).items()}
    command = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", admin_url, *arguments]
    done = subprocess.run(command, env=os.environ | given, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"psql failed: {done.stderr.strip()}")
