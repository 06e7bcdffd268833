"""Which clocks an event ends and starts, and what is promised then."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.deadlines.starting import (
    NewPromise,
    clocks_of,
    concerns,
    ends_with,
    is_public,
    outlives,
    promised,
    repeating,
    started_by,
)
from amends.policy.conditions import Facts
from amends.policy.document import (
    Basis,
    CaseEvent,
    Category,
    Chain,
    Handling,
    Policy,
    Resolved,
    Step,
    Trigger,
)
from tests.rules.a_policy import clock, office, policy, text, use, when

NINE = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
R, A, T = CaseEvent.RECEIVED, CaseEvent.ACCEPTED, CaseEvent.TOLD

CLOCKS = {
    "respond": clock(rank=2, ends=CaseEvent.RESPONDED),
    "acknowledge": clock(rank=1, ends=CaseEvent.ACKNOWLEDGED),
    "resolve": clock(rank=3, ends=CaseEvent.DECIDED),
    "update": clock(rank=4, ends=T, repeats=True, also_ends=(CaseEvent.DECIDED,)),
    "report": clock(
        rank=5, starts=CaseEvent.AWARE, from_field="known_on", basis=Basis.STATUTORY, public=False
    ),
}
USES = {
    "respond": use("24 h"),
    "acknowledge": use("now"),
    "resolve": use("5 wd", starts=A),
    "update": use("7 d"),
    "report": use("15 d", when=when("injury"), source=("LAW-3",)),
}
POLICY = policy(clocks=CLOCKS, uses=USES)


def begun(event: CaseEvent, of: Policy = POLICY, facts: Facts | None = None) -> list[NewPromise]:
    clocks = started_by(of, clocks_of(of, "cat", "ordinary"), {event})
    return promised(of, clocks, at=NINE, calendar=office, facts=facts or {})


def test_receipt_starts_what_begins_with_it_in_the_order_of_the_clocks() -> None:
    assert [(new.kind, new.started_at, new.due_at) for new in begun(R)][:2] == [
        ("acknowledge", NINE, NINE),
        ("respond", NINE, NINE + timedelta(hours=24)),
    ]
    assert [new.kind for new in begun(R)] == ["acknowledge", "respond", "update"]


def test_a_level_may_start_a_clock_by_another_event_than_the_clock_says() -> None:
    [resolve] = begun(A)
    assert (resolve.kind, resolve.due_at) == ("resolve", datetime(2026, 3, 12, 16, 0, tzinfo=UTC))


def test_a_clock_starts_only_where_its_condition_holds() -> None:
    assert begun(CaseEvent.AWARE) == []
    [report] = begun(CaseEvent.AWARE, facts={"injury": "yes"})
    assert (report.basis, report.sources) == (Basis.STATUTORY, ("LAW-3",))


@pytest.mark.parametrize(
    ("answer", "begins"),
    [
        ("2026-03-02", datetime(2026, 3, 1, 16, 0, tzinfo=UTC)),  # as the day begins in Shanghai
        ("2026-03-09", NINE),  # not later than it was received
        ("lately", NINE),
        ("", NINE),
    ],
)
def test_an_answer_says_when_the_organisation_knew(answer: str, begins: datetime) -> None:
    [report] = begun(CaseEvent.AWARE, facts={"injury": "yes", "known_on": answer})
    assert report.started_at == begins


@pytest.mark.parametrize(
    ("answer", "begins"),
    [
        ("2026-03-05", NINE),  # nobody could have done it before it was entered
        ("2026-03-04", datetime(2026, 3, 3, 16, 0, tzinfo=UTC)),
    ],
)
def test_what_is_due_at_once_is_not_late_on_the_day_it_is_about(answer: str, begins: datetime) -> None:
    at_once = policy(clocks=CLOCKS, uses={"report": use("now")})
    [report] = begun(CaseEvent.AWARE, at_once, {"known_on": answer})
    assert (report.started_at, report.due_at) == (begins, begins)


def test_a_categorys_clocks_count_over_its_levels_and_are_inherited() -> None:
    categories = {
        "group": Category(
            name=text("Group"), level="ordinary", department="front", clocks={"respond": use("2 h")}
        ),
        "cat": Category(name=text("Category"), parent="group", clocks={"resolve": use("9 d")}),
    }
    found = clocks_of(policy(clocks=CLOCKS, uses=USES, categories=categories), "cat", "ordinary")
    assert (str(found["respond"].period), str(found["resolve"].period)) == ("2 h", "9 d")
    assert found["update"] == USES["update"]


@pytest.mark.parametrize("resolved", Resolved)
def test_what_counts_as_resolved_is_the_organisations_to_say(resolved: Resolved) -> None:
    of = policy(clocks=CLOCKS, uses=USES, handling=Handling(resolved=resolved))
    assert ends_with(of, "resolve") == CaseEvent(resolved.value)
    assert ends_with(of, "respond") is CaseEvent.RESPONDED
    assert ends_with(of, "forgotten") is None


def test_warnings_are_those_of_the_clock_and_those_a_chain_asks_for() -> None:
    def step(**more: object) -> Step:
        return Step(**{"rank": 1, "name": text("a step"), "on": (Trigger.WARNING,), "role": "leader", **more})  # type: ignore[arg-type]

    steps = {"a": step(percent=30, clocks=("respond",)), "b": step(percent=95, clocks=("update",))}
    of = policy(
        clocks={**CLOCKS, "respond": clock(rank=2, warn_at=(50, 80))},
        uses=USES,
        chains={"ordinary": Chain(name=text("Chain"), steps=steps)},
    )
    assert {new.kind: new.warn_at for new in begun(R, of)} == {
        "acknowledge": (80,),
        "respond": (30, 50, 80),
        "update": (80, 95),
    }


def test_what_is_internal_or_unknown_is_no_business_of_the_complainants() -> None:
    assert [code for code in (*CLOCKS, "gone") if not is_public(POLICY, code)] == ["report", "gone"]
    assert [code for code in CLOCKS if outlives(POLICY, code)] == ["report"]


codes = st.sets(st.sampled_from(sorted(USES)))
events = st.sets(st.sampled_from(CaseEvent))


@given(events, codes, codes)
def test_nothing_that_runs_is_started_again(
    happened: set[CaseEvent], anew: set[str], running: set[str]
) -> None:
    started = started_by(POLICY, USES, happened, anew=anew, running=running)
    assert not started.keys() & running
    assert anew - running <= started.keys()
    assert [POLICY.clocks[code].rank for code in started] == sorted(
        POLICY.clocks[code].rank for code in started
    )


@given(events)
def test_what_concerns_no_clock_ends_none_and_starts_none(happened: set[CaseEvent]) -> None:
    if not concerns(POLICY, USES, happened):
        assert not started_by(POLICY, USES, happened)
        assert not any(ends_with(POLICY, code) in happened for code in CLOCKS)
    assert repeating(POLICY, USES) == {"update"}
