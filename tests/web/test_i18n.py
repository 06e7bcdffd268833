"""Which language a reader gets, and how dates, numbers and money are written in it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from web import formats, i18n

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 5, 11, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "preferred", "locale"),
    [
        ("en-GB,en;q=0.9", [], "en"),
        ("zh-Hans-CN,zh;q=0.9,en;q=0.8", [], "zh_CN"),
        ("fr-FR,en;q=0.5,zh;q=0.7", [], "zh_CN"),
        ("en;q=0,zh;q=0.1", [], "zh_CN"),
        ("en", ["zh", None], "zh_CN"),
        ("en", [None, "tlh"], "en"),
        ("de", [], "zh_CN"),
        (None, [], "zh_CN"),
        (";;;q=x,,*", [], "zh_CN"),
    ],
)
def test_a_reader_gets_what_they_chose_else_what_their_browser_asks(
    asked: str | None, preferred: list[str | None], locale: str
) -> None:
    assert i18n.negotiate(asked, preferred) == locale


@pytest.mark.parametrize(
    ("asked", "chosen", "house", "locale"),
    [
        ("en-US,en;q=0.9,zh;q=0.5", None, "zh", "zh_CN"),
        ("zh-CN,zh;q=0.9,en;q=0.8", None, "en", "en"),
        ("en-US,en;q=0.9", None, "zh", "en"),
        ("zh-CN", None, "en", "zh_CN"),
        ("de, *;q=0.1", None, "zh", "zh_CN"),
        ("de", None, "en", "en"),
        (None, None, "zh", "zh_CN"),
        ("zh-CN", "en", "zh", "en"),
    ],
)
def test_the_reader_chooses_then_the_organisation_then_the_browser(
    asked: str | None, chosen: str | None, house: str, locale: str
) -> None:
    """But nobody is given a language their browser doesn't take."""
    assert i18n.negotiate(asked, [chosen], house=house) == locale


def test_where_nothing_is_known_the_fallback_is_spoken() -> None:
    assert i18n.negotiate("de", fallback="en") == "en"


def test_speaking_ends_where_it_began() -> None:
    before = i18n.current_language()
    with i18n.speaking("en"):
        assert i18n.gettext("Sign in") == "Sign in"
        with i18n.speaking("zh"):
            assert i18n.gettext("Sign in") == "登录"
        assert i18n.current_language() == "en"
    assert i18n.current_language() == before


def test_plurals_follow_the_language() -> None:
    with i18n.speaking("en"):
        assert i18n.ngettext("%(count)s hour", "%(count)s hours", 1) == "%(count)s hour"
        assert i18n.ngettext("%(count)s hour", "%(count)s hours", 2) == "%(count)s hours"
    with i18n.speaking("zh"):
        assert i18n.ngettext("%(count)s hour", "%(count)s hours", 2) == "%(count)s小时"


@pytest.mark.parametrize(
    ("language", "moment", "day", "money", "number"),
    [
        ("zh", "2026年5月11日 12:00", "2026年5月11日", "¥1,234.50", "12,345"),
        ("en", "11 May 2026, 12:00", "11 May 2026", "CN¥1,234.50", "12,345"),
    ],
)
def test_values_are_written_as_the_language_does(
    language: str, moment: str, day: str, money: str, number: str
) -> None:
    with i18n.speaking(language):
        assert formats.moment_text(NOON, zone=SHANGHAI) == moment
        assert formats.day_text(date(2026, 5, 11)) == day
        assert formats.money_text(Decimal("1234.5"), currency="CNY") == money
        assert formats.number_text(12345) == number


def test_a_list_names_the_year_only_when_it_is_another() -> None:
    with i18n.speaking("en"):
        assert formats.short_moment_text(NOON, zone=SHANGHAI, now=NOON) == "11 May 12:00"
        later = NOON + timedelta(days=400)
        assert formats.short_moment_text(NOON, zone=SHANGHAI, now=later) == "11 May 2026, 12:00"


def test_times_near_and_far_are_told_relatively() -> None:
    with i18n.speaking("en"):
        assert formats.relative_text(NOON + timedelta(hours=3), now=NOON) == "in 3 hours"
        assert formats.relative_text(NOON - timedelta(days=2), now=NOON) == "2 days ago"
        assert formats.relative_text(NOON + timedelta(seconds=20), now=NOON) == "now"
    with i18n.speaking("zh"):
        assert formats.relative_text(NOON + timedelta(hours=3), now=NOON) == "3小时后"


def test_file_sizes_are_short() -> None:
    with i18n.speaking("en"):
        assert formats.size_text(640) == "640 B"
        assert formats.size_text(1_887_436) == "1.8 MB"
