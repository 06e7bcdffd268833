"""Every setting is declared once, whole, and documented as it is declared."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from amends.errors import Invalid
from amends.organisation.declarations import SETTINGS, OrganisationSettings, of_page
from amends.organisation.declaring import Kind, Page
from amends.organisation.document import document
from amends.organisation.reading import read, typed_of
from amends.organisation.values import Both

DOCUMENT = Path(__file__).parents[2] / "docs" / "organisation-settings.md"


def test_every_setting_says_what_it_is() -> None:
    for key, setting in SETTINGS.items():
        assert setting.label, key
        assert setting.help.endswith("."), key
        assert setting.shown, key
        assert setting.page in Page, key


def test_what_a_form_shows_is_what_it_reads_back() -> None:
    whole = OrganisationSettings(name=Both("机构", "House"), phone="400 820 1234", week=((),) * 7)
    for page in (Page.NAMES, Page.CONTACTS, Page.HOURS, Page.TEXTS, Page.LEGAL, Page.LOOK):
        typed: dict[str, str] = {}
        for key in of_page(page):
            typed |= typed_of(key, getattr(whole, key))
        read_back = read(page, typed)
        assert read_back == {key: getattr(whole, key) for key in read_back}


@pytest.mark.parametrize(
    ("page", "field", "text"),
    [
        (Page.NAMES, "name_en", ""),
        (Page.NAMES, "short_name_zh", "长" * 41),
        (Page.NAMES, "time_zone", "Mars/Olympus"),
        (Page.CONTACTS, "email", "nobody"),
        (Page.CONTACTS, "phone", "call me"),
        (Page.CONTACTS, "website", "javascript:alert(1)"),
        (Page.CONTACTS, "website", 'https://a.example/"><script>'),
        (Page.HOURS, "week_monday", "mornings"),
        (Page.LOOK, "colour", "red"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(page: Page, field: str, text: str) -> None:
    right = {
        "name_zh": "机构",
        "name_en": "House",
        "language": "zh",
        "time_zone": "Asia/Shanghai",
        "colour": "#112233",
    }
    with pytest.raises(Invalid) as refused:
        read(page, {**right, field: text})
    assert list(refused.value.fields) == [field]


def test_a_key_of_a_later_version_is_passed_over() -> None:
    kept = msgspec.json.decode(
        b'{"later": {"a": 1}, "website": "https://a.example"}', type=OrganisationSettings
    )
    assert kept.website == "https://a.example"


def test_the_document_is_the_declarations() -> None:
    assert DOCUMENT.read_text("utf-8") == document()
    assert all(setting.kind in Kind for setting in SETTINGS.values())
