"""OpenTelemetry traces where AMENDS_OTLP_URL is set; without it nothing of OpenTelemetry is imported.

A span holds ids, codes and route templates. An error in one is told by its kind: OpenTelemetry itself would write
down its words and the values around it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, Final

from amends import VERSION
from amends.environment import BadSetting

if TYPE_CHECKING:
    from opentelemetry.trace import Span as OtelSpan
    from opentelemetry.trace import Tracer

_GOODBYE: Final = 3.0
"""Seconds for what was not sent yet when the process ends; a collector that is away holds up nobody."""
_SPANS_PATH: Final = "/v1/traces"

_tracer: Tracer | None = None

Value = str | int | float | bool


class Span:
    """One that is being recorded, or one that is not: who tells it something need not know which."""

    def __init__(self, span: OtelSpan | None = None) -> None:
        self._span = span

    def tell(self, **facts: Value) -> None:
        if self._span is not None:
            self._span.set_attributes(_named(facts))

    def rename(self, name: str) -> None:
        if self._span is not None:
            self._span.update_name(name)

    def came_from(self, traceparent: str) -> None:
        """Whose doing this is, as `here` said it there."""
        if self._span is not None and (context := _context_of(traceparent)) is not None:
            from opentelemetry.trace import get_current_span

            self._span.add_link(get_current_span(context).get_span_context())

    def failed(self, kind: str) -> None:
        if self._span is not None:
            from opentelemetry.trace import Status, StatusCode

            self._span.set_status(Status(StatusCode.ERROR, kind))

    def end(self) -> None:
        if self._span is not None:
            self._span.end()


NOT_RECORDED: Final = Span()
_NOTHING: Final = nullcontext(NOT_RECORDED)


def span(
    name: str, *, kind: str = "internal", parent: str = "", **facts: Value
) -> AbstractContextManager[Span]:
    """What happens inside is part of it; an exception marks it as failed. `parent` is a traceparent from outside."""
    return _NOTHING if _tracer is None else _recorded(_tracer, name, kind, parent, facts)


def part(name: str, *, kind: str = "internal", **facts: Value) -> AbstractContextManager[Span]:
    """A span only where one is being recorded already."""
    return span(name, kind=kind, parent="", **facts) if _tracer is not None and here() else _NOTHING


def begin(name: str) -> Span:
    """As `part`, for what does not end where it began: `end` it."""
    return Span(_tracer.start_span(name)) if _tracer is not None and here() else NOT_RECORDED


def here() -> str:
    """The span being recorded now as a traceparent (W3C); empty without one."""
    if _tracer is None:
        return ""
    from opentelemetry.trace import get_current_span

    now = get_current_span()
    if not now.is_recording():
        return ""
    context = now.get_span_context()
    return f"00-{context.trace_id:032x}-{context.span_id:016x}-{context.trace_flags:02x}"


@contextmanager
def sent_to(url: str, *, process: str) -> Iterator[None]:
    """While this process runs; nothing without an address. How much is sampled, OTEL_TRACES_SAMPLER says."""
    global _tracer
    if not url:
        yield
        return
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        raise BadSetting(
            "AMENDS_OTLP_URL needs more packages: install amends with its extra `traces`"
        ) from None
    resource = Resource.create({"service.name": f"amends-{process}", "service.version": VERSION})
    provider = TracerProvider(resource=resource, shutdown_on_exit=False)
    endpoint = url if url.endswith(_SPANS_PATH) else url.rstrip("/") + _SPANS_PATH
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint)))
    _tracer = provider.get_tracer("amends", VERSION)
    try:
        yield
    finally:
        _tracer = None
        last = threading.Thread(target=provider.shutdown, daemon=True)
        last.start()
        last.join(_GOODBYE)


@contextmanager
def _recorded(
    tracer: Tracer, name: str, kind: str, parent: str, facts: Mapping[str, Value]
) -> Iterator[Span]:
    from opentelemetry.trace import SpanKind

    with tracer.start_as_current_span(
        name,
        context=_context_of(parent),
        kind=SpanKind[kind.upper()],
        attributes=_named(facts),
        record_exception=False,
        set_status_on_exception=False,
    ) as started:
        recorded = Span(started)
        try:
            yield recorded
        except BaseException as error:
            recorded.failed(type(error).__name__)
            raise


def _context_of(traceparent: str) -> Any:
    if not traceparent:
        return None
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    return TraceContextTextMapPropagator().extract({"traceparent": traceparent})


def _named(facts: Mapping[str, Value]) -> dict[str, Value]:
    """Names with a dot are OpenTelemetry's own (`http__route` stands for http.route), the others ours."""
    return {
        name.replace("__", ".") if "__" in name else f"amends.{name}": value for name, value in facts.items()
    }
