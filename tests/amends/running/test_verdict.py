"""The verdict on a deployment: one finding for each trouble, and none where there is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from amends.outbox.hold import Hold
from amends.running.facts import Backlog, Due, Facts, Failing, GivenUp, OldSeal, Running
from amends.running.rules import Trouble, Weight, findings, verdict
from amends.running.tables import Kind
from tests.world import MONDAY

CALM = Backlog(waiting=0, oldest=None, retried=0, oldest_retried=None, held=0, dead=0, oldest_dead=None)
QUIET = Due(overdue=0, oldest=None, failing=0)
TENANT = uuid4()


def ago(**earlier: float) -> datetime:
    return MONDAY - timedelta(**earlier)


def process(kind: Kind, *, seen: float = 4, version: str = "1.0", level: str = "0006") -> Running:
    """Last seen so many seconds ago."""
    earlier = MONDAY - timedelta(seconds=seen)
    return Running(kind, "host", 7, version, level, MONDAY - timedelta(days=1), earlier)


def all_well() -> Facts:
    return Facts(
        now=MONDAY,
        processes=[process(kind) for kind in Kind],
        level="0006",
        wanted_level="0006",
        hold=None,
        outbox=CALM,
        due=QUIET,
        failing=[],
        seals=[OldSeal(TENANT, MONDAY - timedelta(hours=24, minutes=30))],
        given_up=[],
    )


def troubles(**changed: object) -> list[Trouble]:
    return [found.trouble for found in findings(replace(all_well(), **changed))]  # type: ignore[arg-type]


def test_all_is_well() -> None:
    assert findings(all_well()) == []
    assert verdict([]) is Weight.GOOD


@pytest.mark.parametrize(
    ("seen", "found"), [(119, []), (121, [Trouble.KIND_MISSING]), (-3600, [Trouble.KIND_MISSING])]
)
def test_a_kind_not_heard_of_for_two_minutes_is_missing(seen: float, found: list[Trouble]) -> None:
    """Nor is one from the future there: the clock was set back, and who lives has spoken since."""
    clock = process(Kind.CLOCK, seen=seen)
    assert troubles(processes=[process(Kind.WEB), process(Kind.WORKER), clock]) == found


def test_each_missing_kind_is_named_with_when_it_was_last_there() -> None:
    facts = replace(all_well(), processes=[process(Kind.WEB), process(Kind.WORKER, seen=300)])
    worker, clock = findings(facts)
    assert (worker.kind, worker.since) == (Kind.WORKER, MONDAY - timedelta(minutes=5))
    assert (clock.kind, clock.since) == (Kind.CLOCK, None)
    assert verdict([worker, clock]) is Weight.BAD


def test_one_of_several_that_took_no_leave_is_spoken_of_for_an_hour() -> None:
    for minutes, found in ((5, [Trouble.PROCESS_LOST]), (61, [])):
        assert troubles(processes=[*all_well().processes, process(Kind.WORKER, seen=minutes * 60)]) == found


def test_versions_and_levels() -> None:
    mixed = [*all_well().processes, process(Kind.WEB, version="1.1", level="0007")]
    assert troubles(processes=mixed) == [Trouble.MIXED_VERSIONS]
    assert troubles(level="0005") == [Trouble.DATABASE_BEHIND]
    assert troubles(level="0007") == [Trouble.DATABASE_AHEAD]


def test_letters_that_wait() -> None:
    fresh = replace(CALM, waiting=3, oldest=ago(seconds=90))
    assert troubles(outbox=fresh) == []
    stuck = replace(CALM, waiting=3, oldest=ago(minutes=3))
    assert troubles(outbox=stuck) == [Trouble.NOT_TAKEN]
    assert troubles(outbox=stuck, hold=Hold(MONDAY, "restored")) == [Trouble.ON_HOLD]
    assert troubles(outbox=replace(fresh, waiting=2001)) == [Trouble.MANY_WAIT]
    assert troubles(outbox=replace(CALM, retried=2, oldest_retried=ago(minutes=10))) == []
    assert troubles(outbox=replace(CALM, retried=2, oldest_retried=ago(minutes=16))) == [Trouble.PUT_OFF]
    assert troubles(outbox=replace(CALM, held=900)) == []


def test_letters_given_up_name_their_organisations() -> None:
    group = GivenUp(TENANT, "unreachable", 2, 1, MONDAY)
    facts = replace(all_well(), outbox=replace(CALM, dead=2, oldest_dead=MONDAY), given_up=[group])
    [found] = findings(facts)
    assert (found.trouble, found.weight, found.count, found.tenants) == (
        Trouble.LETTERS_DEAD,
        Weight.WARN,
        2,
        (TENANT,),
    )


def test_promises_looked_at_late_or_not_at_all() -> None:
    assert troubles(due=replace(QUIET, overdue=1, oldest=ago(seconds=50))) == []
    assert troubles(due=replace(QUIET, overdue=1, oldest=ago(seconds=70))) == [Trouble.DUE_LATE]
    assert troubles(due=replace(QUIET, failing=1), failing=[Failing(TENANT, 1)]) == [Trouble.DUE_FAILING]


def test_a_history_not_sealed_for_more_than_a_day() -> None:
    seals = [OldSeal(TENANT, MONDAY - timedelta(hours=27)), OldSeal(uuid4(), MONDAY - timedelta(hours=3))]
    [found] = findings(replace(all_well(), seals=seals))
    assert (found.trouble, found.count, found.tenants) == (Trouble.SEAL_OLD, 1, (TENANT,))


def test_the_worst_comes_first() -> None:
    outbox = replace(CALM, dead=1, oldest_dead=MONDAY)
    assert troubles(outbox=outbox, processes=[process(Kind.WEB), process(Kind.WORKER)]) == [
        Trouble.KIND_MISSING,
        Trouble.LETTERS_DEAD,
    ]
