"""Lines to the mail server stay open between letters while a worker runs."""

from __future__ import annotations

import asyncio
from typing import Final

from dramatiq import Broker, Worker
from dramatiq.asyncio import get_event_loop_thread
from dramatiq.middleware import Middleware

from amends.notices.lines import Lines
from workers.effects import MAIL

MOST: Final = 8
_PATIENCE: Final = 5.0


class LinesKept(Middleware):
    """They belong to the actors' event loop."""

    def before_worker_boot(self, broker: Broker, worker: Worker) -> None:
        del broker, worker
        MAIL.lines = Lines(most=MOST)

    def after_worker_shutdown(self, broker: Broker, worker: Worker) -> None:
        del broker, worker
        lines, MAIL.lines = MAIL.lines, Lines()
        thread = get_event_loop_thread()
        if thread is not None:
            thread.run_coroutine(asyncio.wait_for(lines.close(), _PATIENCE))
