"""What operators are given to read and to load speaks of the numbers there are, and of all of them."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from amends import metrics
from amends.running import rules
from amends_cli.logs import FIELDS

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "observability.md").read_text(encoding="utf-8")
ALERTS: list[dict[str, Any]] = [
    rule
    for group in yaml.safe_load((ROOT / "deploy" / "alerts.yaml").read_text(encoding="utf-8"))["groups"]
    for rule in group["rules"]
]
DASHBOARD = json.loads((ROOT / "deploy" / "grafana.json").read_text(encoding="utf-8"))


def declared() -> dict[str, Any]:
    """The metrics of our own by the name Prometheus shows."""
    found = {}
    for value in vars(metrics).values():
        if hasattr(value, "describe") and hasattr(value, "_name"):
            [described] = value.describe()
            ending = {"counter": "_total", "info": "_info"}.get(described.type, "")
            found[described.name + ending] = value
    return found


def rows() -> list[str]:
    """The document's table."""
    return [
        f"| `{name}{'{' + ', '.join(metric._labelnames) + '}' if metric._labelnames else ''}` "
        f"| {metric._type} | {metric._documentation} |"
        for name, metric in declared().items()
    ]


def names_in(expression: str) -> set[str]:
    """The metrics an expression asks for; of a histogram, the one that its buckets belong to."""
    return {
        re.sub(r"_(bucket|sum|count)$", "", name)
        for name in re.findall(r"\b(?:amends|process)_[a-z_]+\b", re.sub(r'"[^"]*"', "", expression))
    }


def test_the_document_lists_every_number_with_its_labels_and_no_other() -> None:
    assert [line for line in DOCUMENT.splitlines() if line.startswith("| `amends_")] == rows()
    assert len(rows()) > 25


def test_the_document_names_every_field_of_the_logs_and_every_alert() -> None:
    assert {name for name in FIELDS if f"`{name}`" not in DOCUMENT} == set()
    assert {rule["alert"] for rule in ALERTS if f"`{rule['alert']}`" not in DOCUMENT} == set()


@pytest.mark.parametrize("rule", ALERTS, ids=lambda rule: rule["alert"])
def test_an_alert_asks_for_numbers_there_are_and_says_what_to_do(rule: dict[str, Any]) -> None:
    asked = names_in(rule["expr"])
    assert asked
    assert asked <= declared().keys()
    assert rule["labels"]["severity"] in ("critical", "warning")
    assert len(rule["annotations"]["do"].split()) > 5
    assert names_in(rule["annotations"]["do"]) <= declared().keys()


def test_what_alerts_quote_from_the_logs_is_written_there() -> None:
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in ("platform", "workers", "web")
        for path in (ROOT / folder).rglob("*.py")
    )
    quoted = {words for rule in ALERTS for words in re.findall(r'"([a-z ]+)"', rule["annotations"]["do"])}
    assert len(quoted) > 5
    assert {words for words in quoted if f'"{words}' not in code} == set()


def test_alerts_and_the_operators_console_draw_the_line_at_the_same_place() -> None:
    limits = {rule["alert"]: timedelta(seconds=float(found[1])) for rule in ALERTS if (found := _limit(rule))}
    assert limits["AmendsClockLate"] == rules.LATE_AFTER
    assert limits["AmendsOutboxOld"] == rules.TAKEN_WITHIN
    assert limits["AmendsMailPutOff"] == rules.PUT_OFF_FOR
    assert limits["AmendsSealOld"] == rules.SEALED_WITHIN


def test_the_dashboard_shows_numbers_there_are() -> None:
    known = declared().keys() | {"process_resident_memory_bytes"}
    for panel in DASHBOARD["panels"]:
        for target in panel["targets"]:
            asked = names_in(target["expr"])
            assert asked
            assert asked <= known, panel["title"]


def _limit(rule: dict[str, Any]) -> re.Match[str] | None:
    return re.search(r"_seconds\) > (\d+)", rule["expr"])
