"""What becomes of a task, who is told when, and when a complaint counts as acknowledged."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from amends.complaints.acknowledging import By, counts, counts_no_more
from amends.deadlines.reopening import looks_again
from amends.deadlines.rules import DueKind, Promise, PromiseState, look_times
from amends.deadlines.rules import state as promise_state
from amends.policy.events import Event
from amends.tasks.rules import Facts, Look, TaskState, look, state
from amends.tasks.tables import Told

BEGINNING = datetime(2026, 3, 2, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 10_000).map(lambda minutes: BEGINNING + timedelta(minutes=minutes))
EVENTS = st.sampled_from([str(event) for event in Event])
ORDER = list(Told)


@given(due=MOMENTS, done=st.none() | MOMENTS, cancelled=st.none() | MOMENTS, now=MOMENTS)
def test_lateness_is_a_matter_of_the_times_alone(
    due: datetime, done: datetime | None, cancelled: datetime | None, now: datetime
) -> None:
    found = state(Facts(due, done, cancelled), now)
    if cancelled is not None:
        assert found is TaskState.CANCELLED
    elif done is not None:
        assert found is (TaskState.DONE_LATE if done > due else TaskState.DONE)
    else:
        assert found is (TaskState.LATE if now > due else TaskState.OPEN)


@given(due=MOMENTS, grace=st.integers(0, 5_000), looks=st.lists(MOMENTS, min_size=1, max_size=8))
def test_each_is_told_once_in_order_and_never_before_its_time(
    due: datetime, grace: int, looks: list[datetime]
) -> None:
    task, raised_at, told = Facts(due), due + timedelta(minutes=grace), Told.NOBODY
    heard: list[Told] = []
    for now in sorted(looks):
        found = look(task, told, now, raised_at=raised_at)
        assert ORDER.index(found.told) >= ORDER.index(told)
        if found.tell is not None:
            heard.append(found.tell)
            assert found.tell is not Told.NEW or now <= due
            assert found.tell is not Told.OVERDUE or now > due
            assert found.tell is not Told.SUPERVISOR or now >= raised_at
        told = found.told
    assert heard == sorted(set(heard), key=ORDER.index)


@given(due=MOMENTS, told=st.sampled_from(ORDER), now=MOMENTS)
def test_of_what_is_over_nobody_hears(due: datetime, told: Told, now: datetime) -> None:
    for over in (Facts(due, done_at=now), Facts(due, cancelled_at=now)):
        assert look(over, told, now, raised_at=due) == Look(None, told, None)


@given(due=MOMENTS, now=MOMENTS)
def test_looking_again_comes_to_an_end(due: datetime, now: datetime) -> None:
    """Whenever it begins: however late the clock comes by, a few looks later all is told."""
    task, told, raised_at = Facts(due), Told.NOBODY, due + timedelta(days=1)
    for _ in range(5):
        found = look(task, told, now, raised_at=raised_at)
        told = found.told
        if found.again_at is None:
            break
        now = max(now, found.again_at)
    assert (told, found.again_at) == (Told.SUPERVISOR, None)


@given(event=EVENTS, owed=st.booleans(), by=st.none() | st.sampled_from(By), otherwise=st.booleans())
def test_only_what_says_number_and_times_acknowledges_and_only_that_takes_it_back(
    event: str, owed: bool, by: By | None, otherwise: bool
) -> None:
    says = event in (Event.LODGED, Event.ACKNOWLEDGED)
    assert counts(event, owed=owed) is (says and owed)
    void = counts_no_more(event, by=by, told_otherwise=otherwise)
    assert void is (says and by is By.NOTICE and not otherwise)
    # What was shown on the page or read out is known, whatever becomes of any notice.
    assert not (void and by in (By.PAGE, By.PERSON))


@given(
    length=st.integers(1, 5_000),
    ended=st.integers(0, 6_000),
    now=st.integers(0, 9_000),
    fired=st.sets(st.sampled_from(["warning", "warning:50", "breach"])),
)
def test_a_promise_open_again_is_looked_at_as_if_it_had_never_ended(
    length: int, ended: int, now: int, fired: set[str]
) -> None:
    due_at, at = BEGINNING + timedelta(minutes=length), BEGINNING + timedelta(minutes=ended)
    later = max(at, BEGINNING + timedelta(minutes=now))
    kept = Promise("acknowledge", BEGINNING, due_at, ended_at=at)
    running = Promise("acknowledge", BEGINNING, due_at)
    again = looks_again(kept, fired, later, warn_at=(50, 80))
    breach = [each for each in again if each.kind is DueKind.BREACH]
    assert len(breach) == (0 if "breach" in fired else 1)
    assert all(each.fire_at > later for each in again if each.kind is DueKind.WARNING)
    assert not fired & {each.written for each in again}
    # Nothing is looked at that would not have been looked at anyway.
    assert set(again) <= set(look_times(running, (50, 80)))
    # Its time being past, the breach is there to be fired at once.
    if promise_state(running, later) is PromiseState.BROKEN_RUNNING and "breach" not in fired:
        assert breach[0].fire_at <= later + timedelta(seconds=1)
