"""What no checker knows: which fields are about the reader, where help stands, and what a title must tell."""

from __future__ import annotations

import re

import pytest

from tests.structure.pages_catalogue import SAMPLES, render

WHOLE = [(page, sample) for page in SAMPLES if "/_" not in page for sample in range(len(SAMPLES[page]))]
_PUBLIC = [(page, sample) for page, sample in WHOLE if page.startswith("public/")]
_ABOUT_THE_READER = {"name": "name", "email": "email", "phone": "tel"}


def inputs(html: str, **having: str) -> list[str]:
    found = re.findall(r"<input\b[^>]*>", html)
    return [each for each in found if all(f'{name}="{value}"' in each for name, value in having.items())]


@pytest.mark.parametrize(("page", "sample"), WHOLE)
def test_a_title_tells_pages_apart_and_errors_first(page: str, sample: int) -> None:
    html = render(page, "en", sample)
    title = html.partition("<title>")[2].partition("</title>")[0].strip()
    what, _, where = title.partition(" · ")
    assert what
    assert where
    if "error-summary" in html and page != "showcase":
        assert title.startswith("Error: ")


@pytest.mark.parametrize(("page", "sample"), WHOLE)
def test_password_managers_can_help(page: str, sample: int) -> None:
    """WCAG 3.3.8: nobody must remember or retype; pasting is never hindered, since no page has a script for it."""
    for each in inputs(render(page, "en", sample), type="password"):
        assert re.search(r'autocomplete="(current-password|new-password)"', each), each


def test_fields_about_the_reader_say_so() -> None:
    """WCAG 1.3.5, where complainants write about themselves."""
    html = render("public/lodge", "en", 0)
    for name, token in _ABOUT_THE_READER.items():
        [found] = inputs(html, name=name)
        assert f'autocomplete="{token}"' in found
    [lost] = inputs(render("public/lost_code", "en", 0), name="email")
    assert 'autocomplete="email"' in lost


@pytest.mark.parametrize(("page", "sample"), _PUBLIC)
def test_help_stands_in_the_same_place(page: str, sample: int) -> None:
    """WCAG 3.2.6: whom to call, first thing at the foot of every page."""
    footer = render(page, "en", sample).partition("<footer")[2]
    first = re.search(r'<a href="([^"]*)"', footer)
    assert first is not None
    assert first[1].startswith("tel:")
