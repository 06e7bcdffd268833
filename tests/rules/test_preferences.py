"""What a member of staff may switch off, and what is told whatever they prefer."""

from __future__ import annotations

import pytest

from amends.notices.preferences import Group, chosen, preferences_of, stored, wanted
from amends.notices.tables import Channel
from amends.policy.events import Event

NOTHING = chosen(no_mail=set(Group), no_app=set(Group))


@pytest.mark.parametrize(
    ("event", "own", "mailed"),
    [
        (Event.ASSIGNED, True, False),
        (Event.CASE_NEWS, True, False),
        (Event.PROMISE_WARNING, True, False),
        (Event.PROMISE_BROKEN, False, False),
        (Event.PROMISE_BROKEN, True, True),
        (Event.INVITATION, True, True),
        (Event.LODGED, True, True),
    ],
)
def test_mail_can_be_switched_off_but_for_ones_own_broken_promises(
    event: Event, own: bool, mailed: bool
) -> None:
    assert wanted(Channel.MAIL, event, NOTHING, own=own) is mailed


@pytest.mark.parametrize(
    "event", [Event.ASSIGNED, Event.CASE_NEWS, Event.PROMISE_WARNING, Event.PROMISE_BROKEN]
)
def test_what_one_is_responsible_for_stays_in_the_portal(event: Event) -> None:
    assert wanted(Channel.APP, event, NOTHING, own=True)
    assert wanted(Channel.APP, Event.CASE_NEWS, NOTHING, own=False) is False


def test_preferences_outlive_their_row() -> None:
    assert preferences_of(stored(NOTHING)) == NOTHING
    assert preferences_of(None) == chosen((), ())
    assert preferences_of('{"no_mail": ["of-a-later-version"], "more": 1}').no_mail == ("of-a-later-version",)
