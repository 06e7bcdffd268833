"""Who is told by which channel, and when: whatever a policy and a reader wish, nothing owed is without a way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.notices.hours import minute_text, next_at, quiet_until, read_minute
from amends.notices.planning import MAY_WAIT, Occasion, Planned, planned
from amends.notices.preferences import Group, Preferences
from amends.notices.recipients import Recipient
from amends.notices.tables import Channel
from amends.policy.document import ReplyWay, Way
from amends.policy.events import STAFF_EVENTS, Event

BRAM = UUID(int=1)
LONDON, NEW_YORK, SHANGHAI = "Europe/London", "America/New_York", "Asia/Shanghai"
ZONES = st.sampled_from(
    [LONDON, NEW_YORK, SHANGHAI, "Pacific/Auckland", "Asia/Kathmandu", "America/Sao_Paulo"]
)
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
MINUTES = st.integers(0, 24 * 60 - 1)
GATEWAYS = st.frozensets(st.sampled_from(["sms", "chat", "push"]))
WAYS = st.lists(st.sampled_from(Way), min_size=1, max_size=4, unique=True)
WISHES = st.builds(
    Preferences,
    no_mail=st.lists(st.sampled_from(Group), unique=True).map(tuple),
    no_app=st.lists(st.sampled_from(Group), unique=True).map(tuple),
    quiet_from=st.none() | MINUTES,
    quiet_until=st.none() | MINUTES,
    digest_at=st.none() | MINUTES,
    push=st.booleans(),
)
STAFF = st.builds(
    Recipient,
    name=st.just("Bram"),
    language=st.just("en"),
    address=st.sampled_from([None, "bram@example.com"]),
    person_id=st.just(BRAM),
    preferences=WISHES,
    phone=st.sampled_from(["", "13800138000"]),
    zone=st.just("") | ZONES,
)
COMPLAINANTS = st.builds(
    Recipient,
    name=st.just("Amina"),
    language=st.just("zh"),
    address=st.sampled_from([None, "amina@example.com"]),
    phone=st.sampled_from(["", "13800138000"]),
    postal=st.sampled_from(["", "1 Harbour Road"]),
    reply_by=st.sampled_from(["", *ReplyWay]),
)
OCCASIONS = st.builds(
    Occasion,
    event=st.sampled_from(Event),
    ways=WAYS.map(tuple),
    can=GATEWAYS,
    about_case=st.booleans(),
    urgent=st.booleans(),
    own=st.booleans(),
    shown=st.booleans(),
)


def plan(
    occasion: Occasion, to: Recipient, *, at: str = "2026-03-02T23:30", zone: str = SHANGHAI
) -> list[Planned]:
    now = datetime.fromisoformat(at).replace(tzinfo=ZoneInfo(zone))
    return planned(occasion, to, zone=zone, now=now)


def channels(occasion: Occasion, to: Recipient) -> list[str]:
    return [str(each.channel) for each in plan(occasion, to)]


def amina(**contacts: str) -> Recipient:
    return Recipient(name="Amina", language="zh", **contacts)  # type: ignore[arg-type]


def bram(**wishes: object) -> Recipient:
    return Recipient(
        name="Bram",
        language="en",
        address="bram@example.com",
        person_id=BRAM,
        preferences=Preferences(**wishes),  # type: ignore[arg-type]
    )


@given(occasion=OCCASIONS, to=COMPLAINANTS, zone=ZONES, now=MOMENTS)
def test_complainants_are_never_without_a_way_and_never_wait(
    occasion: Occasion, to: Recipient, zone: str, now: datetime
) -> None:
    found = planned(occasion, to, zone=zone, now=now)
    assert found
    assert all(each == Planned(each.channel) for each in found)
    needs = {"mail": to.address, "sms": to.phone, "phone": to.phone, "letter": to.postal}
    assert all(needs.get(str(each.channel), "nothing") for each in found)


@given(occasion=OCCASIONS, to=STAFF, zone=ZONES, now=MOMENTS)
def test_staff_miss_only_what_is_nobodys_and_they_do_not_want(
    occasion: Occasion, to: Recipient, zone: str, now: datetime
) -> None:
    found = planned(occasion, to, zone=zone, now=now)
    unreachable = to.address is None and not occasion.about_case
    if not found and not unreachable:
        assert set(to.preferences.no_mail) & set(Group) or to.address is None
        assert occasion.event not in STAFF_EVENTS or not occasion.own or not occasion.about_case or to.address


@given(occasion=OCCASIONS, to=STAFF | COMPLAINANTS, zone=ZONES, now=MOMENTS)
def test_no_channel_twice(occasion: Occasion, to: Recipient, zone: str, now: datetime) -> None:
    found = [each.channel for each in planned(occasion, to, zone=zone, now=now)]
    assert len(found) == len(set(found))


@given(occasion=OCCASIONS, to=STAFF, zone=ZONES, now=MOMENTS)
def test_what_is_urgent_never_waits_and_nothing_waits_longer_than_a_day(
    occasion: Occasion, to: Recipient, zone: str, now: datetime
) -> None:
    for each in planned(occasion, to, zone=zone, now=now):
        if occasion.urgent or not occasion.about_case or each.channel not in MAY_WAIT:
            assert each.not_before is None
        if each.not_before is not None:
            assert now < each.not_before <= now + timedelta(hours=25)
        if each.digest:
            assert (each.channel, occasion.event) not in (
                (Channel.MAIL, Event.PROMISE_WARNING),
                (Channel.MAIL, Event.PROMISE_BROKEN),
            )


@given(now=MOMENTS, begins=MINUTES, ends=MINUTES, zone=ZONES)
def test_quiet_hours_end_when_the_readers_clock_says_so(
    now: datetime, begins: int, ends: int, zone: str
) -> None:
    place = ZoneInfo(zone)
    end = quiet_until(now, begins, ends, place)
    local = now.astimezone(place)
    minute = local.hour * 60 + local.minute
    inside = begins <= minute < ends if begins < ends else minute >= begins or minute < ends
    assert (end is not None) == (inside and begins != ends)
    if end is not None:
        assert now < end <= now + timedelta(hours=25)
        shown = end.astimezone(place)
        jumped = shown.hour * 60 + shown.minute != ends
        assert not jumped or shown.utcoffset() != (end - timedelta(hours=1)).astimezone(place).utcoffset()


@given(now=MOMENTS, minute=MINUTES, zone=ZONES)
def test_a_digest_comes_at_the_next_of_its_hours(now: datetime, minute: int, zone: str) -> None:
    at = next_at(now, minute, ZoneInfo(zone))
    assert now < at <= now + timedelta(hours=25)


@pytest.mark.parametrize(
    ("zone", "now", "end"),
    [
        (SHANGHAI, "2026-03-02T23:30", "2026-03-03T07:00"),
        (SHANGHAI, "2026-03-03T06:59", "2026-03-03T07:00"),
        (SHANGHAI, "2026-03-03T07:00", None),
        (SHANGHAI, "2026-03-02T21:59", None),
        (LONDON, "2026-03-28T23:30", "2026-03-29T07:00"),
        (LONDON, "2026-10-24T23:30", "2026-10-25T07:00"),
    ],
    ids=["night", "last minute", "over", "not yet", "clock put on", "clock put back"],
)
def test_nights_and_changes_of_the_clock(zone: str, now: str, end: str | None) -> None:
    place = ZoneInfo(zone)
    found = quiet_until(datetime.fromisoformat(now).replace(tzinfo=place), 22 * 60, 7 * 60, place)
    assert found == (datetime.fromisoformat(end).replace(tzinfo=place) if end else None)


def test_an_hour_the_clock_jumps_over_is_the_one_it_shows_instead() -> None:
    """In London 01:30 is not there on 29 March 2026; on 25 October it is there twice."""
    place = ZoneInfo(LONDON)
    spring = quiet_until(datetime(2026, 3, 28, 23, tzinfo=place), 22 * 60, 90, place)
    assert spring == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    second = datetime(2026, 10, 25, 1, 15, tzinfo=UTC)
    assert quiet_until(second, 22 * 60, 90, place) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("contacts", "found"),
    [
        ({"address": "a@example.com", "phone": "138"}, ["mail"]),
        ({"phone": "138"}, ["phone"]),
        ({"postal": "1 Harbour Road"}, ["letter"]),
        ({}, ["page"]),
        ({"address": "a@example.com", "phone": "138", "reply_by": "phone"}, ["phone"]),
        ({"address": "a@example.com", "postal": "1 Harbour Road", "reply_by": "letter"}, ["letter"]),
        ({"address": "a@example.com", "reply_by": "letter"}, ["mail"]),
        ({"address": "a@example.com", "phone": "138", "reply_by": "sms"}, ["mail"]),
    ],
)
def test_complainants_are_answered_as_they_chose_or_as_is_possible(
    contacts: dict[str, str], found: list[str]
) -> None:
    assert channels(Occasion(Event.DECISION), amina(**contacts)) == found


def test_a_text_message_needs_a_gateway() -> None:
    to = amina(address="a@example.com", phone="138", reply_by="sms")
    assert channels(Occasion(Event.DECISION, can={"sms"}), to) == ["sms"]


def test_nobody_is_called_about_what_is_before_their_eyes() -> None:
    """Who chose letters gets one all the same."""
    assert channels(Occasion(Event.LODGED, shown=True), amina(phone="138")) == ["page"]
    assert channels(Occasion(Event.LODGED, shown=True), amina(postal="1 Harbour Road")) == ["page"]
    chose = amina(postal="1 Harbour Road", reply_by="letter")
    assert channels(Occasion(Event.LODGED, shown=True), chose) == ["letter"]


def test_a_lost_code_goes_where_it_was_asked_for() -> None:
    to = amina(address="a@example.com", phone="138", reply_by="phone")
    assert channels(Occasion(Event.ACCESS_CODE), to) == ["mail"]


def test_what_a_policy_names_is_used_where_it_is_possible() -> None:
    ways = (Way.IN_APP, Way.SMS, Way.MAIL)
    assert channels(Occasion(Event.MAJOR, ways=ways), bram()) == ["app", "mail"]
    to = Recipient("Bram", "en", "bram@example.com", BRAM, phone="138")
    assert channels(Occasion(Event.MAJOR, ways=ways, can={"sms"}), to) == ["app", "sms", "mail"]
    assert channels(Occasion(Event.RECORDING, ways=(Way.PHONE,)), amina(address="a@example.com")) == ["mail"]


def test_a_night_is_kept_and_a_digest_lists_what_can_wait() -> None:
    to = bram(quiet_from=22 * 60, quiet_until=7 * 60, digest_at=8 * 60)
    news = {str(each.channel): each for each in plan(Occasion(Event.CASE_NEWS), to)}
    assert news["app"].not_before is None
    assert (news["mail"].digest, news["mail"].not_before) == (True, datetime(2026, 3, 3, tzinfo=UTC))
    [broken] = [each for each in plan(Occasion(Event.PROMISE_BROKEN), to) if each.channel is Channel.MAIL]
    assert (broken.digest, broken.not_before) == (False, datetime(2026, 3, 2, 23, tzinfo=UTC))
    assert all(each.not_before is None for each in plan(Occasion(Event.CASE_NEWS, urgent=True), to))


@pytest.mark.parametrize(
    ("text", "minute"), [("07:00", 420), ("7:05", 425), ("23:59", 1439), ("24:00", None), ("7", None), ("", None), ("７:00", None), ("07:6", None)]
)  # fmt: skip
def test_times_of_day_are_read_as_they_are_written(text: str, minute: int | None) -> None:
    assert read_minute(text) == minute
    assert minute is None or read_minute(minute_text(minute)) == minute
