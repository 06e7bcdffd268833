"""What a database says, or no longer says, when it cannot work at the moment: nobody's mistake, to be tried again."""

from __future__ import annotations

from typing import Final

import asyncpg

OUTAGE: Final = (
    OSError,  # nobody listens, or the line went dead; TimeoutError is one
    asyncpg.InterfaceError,  # the line was dead before
    asyncpg.InternalClientError,  # the server's goodbye came in the midst of an answer
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,  # it is starting, or shutting down
    asyncpg.InsufficientResourcesError,  # disk full, out of memory, too many connections
    asyncpg.PostgresSystemError,  # its disk fails
    asyncpg.DeadlockDetectedError,  # two waited for each other; this one gave way, and may come again
    asyncpg.ReadOnlySQLTransactionError,  # what managed databases turn into when their disk is full
)
