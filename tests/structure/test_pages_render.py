"""Every page renders in both languages and keeps the promises all pages make: accessible, strict, without scripts in it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from tests.structure.pages_catalogue import SAMPLES, environment, render
from web.assets import ICONS
from web.i18n import HTML_LANGUAGES
from web.templating import PAGES_FOLDER

_VOID = {"input", "meta", "link", "img", "br", "hr", "use", "source"}
_LABELLED = {"input", "select", "textarea"}
_CHROME = "layouts/", "shared/"

CASES = [
    (page, language, sample)
    for page, samples in SAMPLES.items()
    for language in HTML_LANGUAGES
    for sample in range(len(samples))
]


class Reading(HTMLParser):
    """What the tests ask of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.fields: list[dict[str, str | None]] = []
        self.labels: set[str] = set()
        self.faults: list[str] = []
        self.forms: list[str] = []
        self._in_label = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if identity := given.get("id"):
            self.ids.append(identity)
        for name in given:
            if name == "style" or name.startswith("on") or name.startswith("hx-on"):
                self.faults.append(f"<{tag} {name}>")
        if tag == "style" or (tag == "script" and not given.get("src")):
            self.faults.append(f"<{tag}> with content")
        for name in ("src", "href", "action"):
            # An organisation names its own site and other bodies; whoever goes there is told not where from.
            onward = tag == "a" and given.get("rel") == "noopener noreferrer"
            if re.match(r"(https?:)?//", given.get(name) or "") and not onward:
                self.faults.append(f"<{tag} {name}> of another host")
        for name in ("aria-describedby", "aria-labelledby", "for"):
            self.targets += (given.get(name) or "").split()
        if tag == "label":
            self._in_label += 1
            self.labels.add(given.get("for") or "")
        shown = given.get("type") != "hidden" and given.get("aria-hidden") != "true"
        if tag in _LABELLED and shown and not self._in_label:
            self.fields.append(given)
        if tag == "img" and "alt" not in given:
            self.faults.append("<img> without alt")
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "label":
            self._in_label -= 1
        if tag in _VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")


def read(html: str) -> Reading:
    reading = Reading()
    reading.feed(html)
    return reading


@pytest.mark.parametrize(("page", "language", "sample"), CASES)
def test_a_page_is_well_formed_and_labelled(page: str, language: str, sample: int) -> None:
    html = render(page, language, sample)
    reading = read(html)
    assert reading.faults == []
    assert reading.open == []
    assert len(reading.ids) == len(set(reading.ids)), sorted(reading.ids)
    assert set(reading.targets) <= set(reading.ids)
    unlabelled = [
        field
        for field in reading.fields
        if field.get("id") not in reading.labels and not field.get("aria-label")
    ]
    assert unlabelled == []


@pytest.mark.parametrize(("page", "language", "sample"), CASES)
def test_a_page_says_its_language_and_posts_with_a_token(page: str, language: str, sample: int) -> None:
    html = render(page, language, sample)
    if "<html" in html:
        assert f'<html lang="{HTML_LANGUAGES[language]}">' in html
    for form in re.findall(r'<form method="post".*?</form>', html, flags=re.DOTALL):
        assert 'name="_csrf_token" value="token"' in form


def test_every_page_has_a_sample() -> None:
    pages = {
        file.relative_to(PAGES_FOLDER).with_suffix("").as_posix() for file in PAGES_FOLDER.rglob("*.html")
    }
    standing_alone = {page for page in pages if not page.startswith(_CHROME) and "/_" not in page}
    assert standing_alone <= set(SAMPLES)


def test_a_partial_has_one_root_with_its_name() -> None:
    for file in PAGES_FOLDER.rglob("_*.html"):
        body = re.sub(r"{#.*?#}|{% macro .*?{% endmacro %}", "", file.read_text("utf-8"), flags=re.DOTALL)
        elements = re.findall(r"<(\w[\w-]*)[^<>]*?\bid=", body)
        assert elements or "<" not in body, f"{file.name} has no element with an id"


def test_icons_used_are_installed() -> None:
    used = set()
    for file in PAGES_FOLDER.rglob("*.html"):
        used |= set(re.findall(r"icon\('([a-z0-9-]+)'\)", file.read_text("utf-8")))
        used |= set(re.findall(r"{% call act\([^,]+\), '([a-z0-9-]+)'", file.read_text("utf-8")))
    assert used <= set(ICONS)


def test_missing_values_are_errors_not_gaps() -> None:
    with pytest.raises(Exception, match="number"):
        environment.get_template("public/lodged.html").render(
            **{name: value for name, value in SAMPLES["public/lodged"][0]("en").items() if name != "number"}
        )
