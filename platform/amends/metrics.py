"""Every number this program tells Prometheus, declared once; docs/observability.md holds the same in words.

No label names an organisation: there are as many as a deployment has customers. Which one it was is in the logs.
"""

from __future__ import annotations

from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    Info,
    PlatformCollector,
    ProcessCollector,
)

REGISTRY: Final = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
PlatformCollector(registry=REGISTRY)
GCCollector(registry=REGISTRY)

_STEPS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


def _counter(name: str, text: str, *labels: str) -> Counter:
    return Counter(name, text, labels, registry=REGISTRY)


def _gauge(name: str, text: str, *labels: str) -> Gauge:
    return Gauge(name, text, labels, registry=REGISTRY)


PROCESS: Final = Info(
    "amends_process", "Which process this is, in which mode, of which version.", registry=REGISTRY
)
NEEDS: Final = _gauge(
    "amends_need_met", "1 where what this process needs is there, 0 where it is not.", "need"
)
POOL: Final = _gauge("amends_pool_connections", "Database connections of this process by state.", "state")
POOL_SIZE: Final = _gauge("amends_pool_size", "Most database connections this process may open.")

# The web.
REQUESTS: Final = _counter(
    "amends_http_requests_total", "Requests answered, by route template.", "site", "route", "method", "status"
)
REQUEST_SECONDS: Final = Histogram(
    "amends_http_request_seconds",
    "From the request's head to the answer's end.",
    ("route", "method"),
    buckets=_STEPS,
    registry=REGISTRY,
)
IN_FLIGHT: Final = _gauge("amends_http_in_flight", "Requests under way, without streams.")
STREAMS: Final = _gauge("amends_live_streams", "Browsers that are told of changes as they happen.")

# The worker.
QUEUE: Final = _gauge("amends_queue_depth", "Messages waiting in Redis.", "queue")
ACTED: Final = _counter("amends_actor_done_total", "Outbox rows done.", "actor")
ACTOR_FAILURES: Final = _counter(
    "amends_actor_failures_total", "Outbox rows that were not done, by reason code.", "actor", "reason"
)
MAIL: Final = _counter(
    "amends_mail_total",
    "Attempts to send mail: sent, refused for good, failed for now, gave_up after the last.",
    "result",
)
MAIL_SECONDS: Final = Histogram(
    "amends_mail_seconds", "From dialling the mail server to its answer.", buckets=_STEPS, registry=REGISTRY
)
MAIL_IN: Final = _counter(
    "amends_mail_in_total",
    "Mail brought here or fetched, for each recipient: kept, repeated as it was there already, refused as nobody's, put_off, "
    "too_large to be fetched; not_fetched: a round at a mailbox that failed.",
    "result",
)
HANDED: Final = _counter(
    "amends_handed_total",
    "Attempts by gateway or to browsers: sent, refused for good, failed for now, gave_up after the last.",
    "way",
    "result",
)
HANDED_SECONDS: Final = Histogram(
    "amends_handed_seconds",
    "From looking a gateway up to its answer.",
    ("way",),
    buckets=_STEPS,
    registry=REGISTRY,
)
SCANNED: Final = _counter(
    "amends_files_scanned_total",
    "Files looked at for malware: clean, infected, skipped for good, failed for now.",
    "result",
)
SCAN_SECONDS: Final = Histogram(
    "amends_file_scan_seconds",
    "From dialling the scanner to its word on a file.",
    buckets=_STEPS,
    registry=REGISTRY,
)
SCANNER: Final = _gauge(
    "amends_scanner_there", "1 where the scanner for malware answers or none is set up, 0 where it is away."
)

# The clock.
FIRED: Final = _counter("amends_due_fired_total", "Due rows fired.")
ROUNDS: Final = _counter(
    "amends_clock_rounds_total", "Rounds of the clock's works: done, or failed.", "work", "result"
)
LAST_ROUND: Final = _gauge(
    "amends_clock_round_timestamp_seconds", "When the last good round of each work ended.", "work"
)

# The whole deployment, as worker and clock read it from the database: the same numbers from each of them.
OUTBOX_WAITING: Final = _gauge("amends_outbox_waiting", "Outbox rows owed and never tried.")
OUTBOX_OLDEST: Final = _gauge("amends_outbox_oldest_seconds", "Age of the oldest row never tried.")
OUTBOX_RETRYING: Final = _gauge("amends_outbox_retrying", "Outbox rows put off by the outside.")
OUTBOX_OLDEST_RETRYING: Final = _gauge(
    "amends_outbox_oldest_retrying_seconds", "Age of the oldest row put off by the outside."
)
OUTBOX_IN_FLIGHT: Final = _gauge(
    "amends_outbox_in_flight", "Outbox rows handed to a worker and neither done nor put off."
)
OUTBOX_BEHIND: Final = _gauge(
    "amends_outbox_organisations_behind",
    "Organisations, not suspended, with a row never tried that has waited for over a minute.",
)
OUTBOX_HELD: Final = _gauge("amends_outbox_held", "Outbox rows of suspended organisations.")
ON_HOLD: Final = _gauge("amends_outgoing_on_hold", "1 while an operator holds everything outgoing.")
DEAD_LETTERS: Final = _gauge("amends_dead_letters", "Letters given up and not set aside.")
OVERDUE: Final = _gauge("amends_due_overdue", "Due rows whose time has come and that were not fired.")
LAG: Final = _gauge("amends_clock_lag_seconds", "How late the oldest due row not fired is.")
DUE_FAILING: Final = _gauge("amends_due_failing", "Due rows that were tried and could not be fired.")
DUE_ASIDE: Final = _gauge("amends_due_set_aside", "Due rows given up after several tries and not put back.")
SEAL_AGE: Final = _gauge(
    "amends_seal_age_seconds", "Time since the seal of the organisation sealed longest ago."
)
PROCESSES: Final = _gauge("amends_processes", "Processes heard of within two minutes.", "kind")
READ_AT: Final = _gauge(
    "amends_deployment_read_timestamp_seconds", "When the numbers of the deployment were last read."
)
