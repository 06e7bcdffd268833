"""AMENDS_OTLP_URL: what it costs without it, and what is missing where its packages are."""

from __future__ import annotations

import subprocess
import sys

import pytest

from amends import traces
from amends.environment import BadSetting
from tests.amends_cli.terminal import environment
from tests.observability.collector import collecting, facts


@pytest.mark.slow
def test_without_the_setting_nothing_of_opentelemetry_is_imported() -> None:
    """By us: redis-py imports what is installed of it."""
    script = """
import sys
import web.app, workers.clock
from amends import traces

with traces.sent_to("", process="web"), traces.span("request") as span:
    span.tell(row="1")
assert not [name for name in sys.modules if name.startswith("opentelemetry")]
"""
    subprocess.run([sys.executable, "-c", script], env=environment(), check=True)


def test_without_the_packages_the_setting_is_refused_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    with (
        pytest.raises(BadSetting, match=r"^AMENDS_OTLP_URL .* `traces`$"),
        traces.sent_to("http://127.0.0.1:4318", process="web"),
    ):
        pytest.fail("sent by nobody")


def test_an_error_is_told_by_its_kind() -> None:
    with (
        collecting() as collector,
        traces.sent_to(f"{collector.url}/v1/traces", process="web"),
        pytest.raises(ValueError, match="amina"),
        traces.span("outer", row="1"),
        traces.part("inner"),
    ):
        raise ValueError("amina@example.com")
    inner, outer = sorted(collector.spans["amends-web"], key=lambda span: span.name)
    assert inner.parent_span_id == outer.span_id
    assert [span.status.message for span in (inner, outer)] == ["ValueError", "ValueError"]
    assert facts(outer) == {"amends.row": "1"}
    assert "amina" not in collector.text


def test_sampling_is_opentelemetry_s_own_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_TRACES_SAMPLER", "parentbased_always_off")
    begun = "00-" + "a" * 32 + "-" + "b" * 16 + "-01"
    with collecting() as collector, traces.sent_to(collector.url, process="web"):
        with traces.span("alone"):
            assert traces.here() == ""
            assert traces.begin("part") is traces.NOT_RECORDED
        with traces.span("goes on", parent=begun):
            assert traces.here().split("-")[1] == "a" * 32
        with traces.span("rubbish", parent="rubbish"):
            assert traces.here() == ""
    [span] = collector.spans["amends-web"]
    assert (span.name, span.parent_span_id.hex()) == ("goes on", "b" * 16)


def test_a_collector_that_is_away_holds_up_nobody() -> None:
    """In a process of its own: what still tries to send ends with it, not in the midst of another test."""
    script = """
from amends import traces

traces._GOODBYE = 0.1
with traces.sent_to("http://127.0.0.1:9", process="web"), traces.span("lost"):
    assert traces.here()
assert traces.here() == ""
"""
    subprocess.run([sys.executable, "-c", script], env=environment(), check=True, timeout=20)
