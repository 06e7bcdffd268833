"""Every letter of every industry, in both languages: whole, in one language, and dated as that language dates."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from amends.dates import letter_moment
from amends.notices.texts import marked_trial, rendered
from amends.policy.events import PLACEHOLDERS, Event
from tenants.templates import pickable_templates
from web.spoken import HAN

AT = datetime(2026, 3, 5, 6, 0, tzinfo=UTC)
VALUES = {"zh": "某值", "en": "something"}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("industry", sorted(pickable_templates()))
def test_letters_are_whole_and_in_the_readers_language(industry: str, language: str) -> None:
    policy = pickable_templates()[industry].policy
    for event in Event:
        values = dict.fromkeys(PLACEHOLDERS[event], VALUES[language])
        for text in (*rendered(policy, event, language, values), *marked_trial("", "", language=language)):
            assert not {"{", "}", "\u2014"} & set(text.replace("——", "")), (event, text)
            assert bool(HAN.search(text)) is (language == "zh"), (event, text)


@pytest.mark.parametrize(
    ("language", "noon", "midnight"),
    [
        ("zh", "2026年3月5日 14:00", "2026年3月4日 24:00"),
        ("en", "5 March 2026, 14:00", "4 March 2026, 24:00"),
    ],
)
def test_a_letter_dates_as_its_reader_does(language: str, noon: str, midnight: str) -> None:
    def told(moment: datetime) -> str:
        return letter_moment(moment, zone="Asia/Shanghai", language=language)

    assert told(AT) == noon
    assert told(datetime(2026, 3, 4, 16, 0, tzinfo=UTC)) == midnight
