"""Every letter of every industry, in both languages: whole, in one language, and dated as that language dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import combinations

import pytest

from amends.dates import letter_moment
from amends.notices.texts import marked_trial, rendered
from amends.policy.events import MAY_BE_MISSING, PLACEHOLDERS, Event
from tenants.templates import pickable_templates
from web.spoken import HAN

AT = datetime(2026, 3, 5, 6, 0, tzinfo=UTC)
VALUES = {"zh": "某值", "en": "something"}


STRAY = re.compile(r"[，；,;：:]\s*[。.]|[。.]{2}|[，；,;]\s*$|  |\n{3}", re.MULTILINE)
"""What is left behind where something was cut out carelessly."""

LEADING = re.compile(r"[:：]\n\n")
"""Fine before a message of several lines; no more of it where something is left out."""


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("industry", sorted(pickable_templates()))
def test_letters_are_whole_and_in_the_readers_language(industry: str, language: str) -> None:
    """Whatever there is none of, of what there may be none: no gap, nothing that leads up to nothing."""
    policy = pickable_templates()[industry].policy
    whole = {}
    for event in Event:
        values = dict.fromkeys(PLACEHOLDERS[event], VALUES[language])
        whole[event] = len(LEADING.findall(rendered(policy, event, language, values)[1]))
        for missing in _subsets(MAY_BE_MISSING.get(event, frozenset())):
            values = {name: "" if name in missing else VALUES[language] for name in PLACEHOLDERS[event]}
            subject, body = rendered(policy, event, language, values)
            assert subject
            assert len(subject.splitlines()) == 1
            for text in (subject, body, *marked_trial("", "", language=language)):
                assert not {"{", "}", "\u2014"} & set(text.replace("——", "")), (event, missing, text)
                assert bool(HAN.search(text)) is (language == "zh"), (event, missing, text)
                assert not STRAY.search(text.strip().removeprefix("Dear something,")), (event, missing, text)
            assert len(LEADING.findall(body)) <= whole[event], (event, missing, body)


def _subsets(names: frozenset[str]) -> Iterator[frozenset[str]]:
    for size in range(len(names) + 1):
        yield from map(frozenset, combinations(sorted(names), size))


def test_only_what_may_be_missing_is_left_out() -> None:
    """A value the engine owes is shown as a gap, so that somebody sees it, and never kept quiet about in part."""
    policy = pickable_templates()["service"].policy
    _, body = rendered(policy, Event.LODGED, "en", {"no": "A1", "category": "Parking", "resp_due": "Monday"})
    assert "registered as A1 (Parking)" in body
    assert "We will contact you by Monday." in body
    assert "expect to give you the result" not in body


@pytest.mark.parametrize("said", ["It is done.", "已处理。"])
def test_a_value_that_ends_its_sentence_does_not_end_it_twice(said: str) -> None:
    policy = pickable_templates()["service"].policy
    values = dict.fromkeys(PLACEHOLDERS[Event.PROGRESS], "x") | {"done": said}
    for language in ("zh", "en"):
        _, body = rendered(policy, Event.PROGRESS, language, values)
        assert not re.search("[。.]{2}", body)


def test_what_somebody_wrote_is_never_cut() -> None:
    """Only sentences of the policy's text are; a colon or a brace in a value is the writer's."""
    policy = pickable_templates()["service"].policy
    values = dict.fromkeys(PLACEHOLDERS[Event.DECISION], "x") | {
        "result": "See {recourse}:\nA; B,",
        "recourse": "",
    }
    _, body = rendered(policy, Event.DECISION, "en", values)
    assert "See {recourse}:\nA; B," in body
    assert "you may" not in body


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
