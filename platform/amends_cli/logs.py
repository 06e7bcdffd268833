"""Logs of a process: plain lines on a developer's terminal, one JSON object a line in production.

Whatever somebody wrote about somebody stays out. An exception is logged by its kind and the places it passed, never
by its own text, which may quote SQL or a complaint; of a line only the fields named here are kept; and of a foreign
library's words only those that stand in its code.
"""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import structlog
from structlog.typing import EventDict, Processor

_PLACES = 12
FIELDS: Final = frozenset(
    {
        *(
            "request_id",
            "tenant",
            "row",
            "rows",
            "due_row",
            "key",
            "kind",
            "work",
            "code",
            "reason",
            "migrations",
        ),
        *("method", "route", "status", "ms", "bytes", "address"),
    }
)
"""What `extra` may hold (tests/structure): ids, codes, numbers, and an address where AMENDS_ACCESS_LOG says so."""
_OURS: Final = ("amends", "amends_cli", "tenants", "web", "workers")

log = logging.getLogger(__name__)


def configure(*, plain: bool, process: str = "") -> None:
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.ExtraAdder(FIELDS),
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
        _without_words,
        _of_foreigners_only_code,
        *([] if plain else [_of(process)]),
    ]
    last: list[Processor] = (
        [structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0, timestamp_key="time")]
        if plain
        else [structlog.processors.JSONRenderer(ensure_ascii=False)]
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    for talkative in ("uvicorn.error", "dramatiq"):  # their greetings tell nobody anything
        logging.getLogger(talkative).setLevel(logging.WARNING)


def catch_what_nobody_caught() -> None:
    """Python's own report of it quotes the error's words on the way out of the process or of a thread."""
    sys.excepthook = _uncaught
    threading.excepthook = lambda given: _uncaught(given.exc_type, given.exc_value, given.exc_traceback)
    sys.unraisablehook = lambda given: _uncaught(given.exc_type, given.exc_value, given.exc_traceback)


def _uncaught(kind: type[BaseException], error: BaseException | None, at: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt | SystemExit):
        return
    log.critical("not caught", exc_info=(kind, error or kind(), at))


def _of(process: str) -> Processor:
    def name(_logger: object, _method: str, event: EventDict) -> EventDict:
        event["process"] = process
        return event

    return name


def _of_foreigners_only_code(_logger: object, _method: str, event: EventDict) -> EventDict:
    """A library's line without what it filled in; asyncio writes the error itself behind its first line."""
    record: Any = event.get("_record")
    if record is not None and record.name.partition(".")[0] not in _OURS:
        event["event"] = str(record.msg).partition("\n")[0]
    return event


def _without_words(_logger: object, _method: str, event: EventDict) -> EventDict:
    given = event.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["error"] = " < ".join(_kinds(error))
        event["at"] = " < ".join(_places(error))
    return event


def _kinds(error: BaseException) -> Iterator[str]:
    """The error and what it came of."""
    seen: BaseException | None = error
    while seen is not None:
        name = f"{type(seen).__module__}.{type(seen).__name__}"
        inner = seen.exceptions if isinstance(seen, BaseExceptionGroup) else ()
        yield f"{name} ({' + '.join(' < '.join(_kinds(each)) for each in inner)})" if inner else name
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)


def _places(error: BaseException) -> list[str]:
    """Innermost first."""
    frames = traceback.extract_tb(error.__traceback__)[-_PLACES:]
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames)]
