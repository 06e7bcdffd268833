"""`python -m tests.ordinary.run [what pytest takes]`: every test that asks for servers, on ordinary ones.

They are started and thrown away here, unless TEST_ADMIN_URL and TEST_REDIS_URL name some: a PostgreSQL's
administrator (CREATEDB, CREATEROLE, no superuser) and a Redis whose numbered databases are empty.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from types import FrameType

from amends.database.embedded.process import leash
from tests.ordinary import database
from tests.ordinary.servers import NotInstalled, throw_away


def main(arguments: Sequence[str]) -> int:
    signal.signal(signal.SIGTERM, _leave)
    if database.named():
        return _pytest(arguments, {})
    try:
        with throw_away() as servers:
            named = {
                database.ADMIN_URL: servers.admin_url,
                database.EMPTIER_PASSWORD: servers.emptier_password,
                database.REDIS_URL: servers.redis_url,
            }
            return _pytest(arguments, named)
    except NotInstalled as missing:
        print(f"amends: {missing}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _pytest(arguments: Sequence[str], servers: Mapping[str, str]) -> int:
    """In a session of its own: Ctrl-C comes to us, who hand it on once and keep the servers until pytest has ended."""
    running = subprocess.Popen(
        [sys.executable, "-m", "pytest", *arguments],
        env=os.environ | servers,
        start_new_session=True,
        preexec_fn=leash(signal.SIGTERM),
    )
    try:
        return running.wait()
    except BaseException:
        running.send_signal(signal.SIGINT)
        running.wait()
        raise


def _leave(number: int, _: FrameType | None) -> None:
    raise SystemExit(128 + number)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
