"""html-validate finds nothing in any page's or page part's HTML; `html_rules.mjs` holds what it is asked."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.structure.pages_catalogue import SAMPLES, render

_VALIDATOR = Path(__file__).parent / "html_validate.mjs"
_FAULTY = """<!doctype html><html lang="en"><head><title>x</title></head><body><main>
<p id="a"><div>a block in a paragraph</div></p><img src="a.png"><button>no type</button><b id="a">twice</b>
<a href="/"></a><table><tr><th>no scope</th></tr></table></main></body></html>"""
_FAULTS = {
    "no-implicit-close", "close-order", "wcag/h37", "wcag/h30", "no-implicit-button-type", "no-dup-id", "prefer-tbody"
}  # fmt: skip


def validated(pages: dict[str, str]) -> dict[str, list[str]]:
    done = subprocess.run(
        ["node", str(_VALIDATOR)], input=json.dumps(pages), capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, list[str]] = json.loads(done.stdout)
    return answer


def samples(language: str) -> dict[str, str]:
    return {
        f"{page} [{sample}] {language}": render(page, language, sample)
        for page, of_page in SAMPLES.items()
        for sample in range(len(of_page))
    }


@pytest.mark.parametrize("language", [pytest.param("zh"), pytest.param("en", marks=pytest.mark.slow)])
def test_html_validate_finds_nothing(language: str) -> None:
    pages = samples(language)
    found = validated(pages)
    assert found.keys() == pages.keys()
    assert [f"{page}: {fault}" for page, faults in found.items() for fault in faults] == []


def test_a_page_with_known_faults_is_reported() -> None:
    """The check itself is checked: each rule that this page breaks is named."""
    reported = {fault.split(":")[0] for fault in validated({"faulty": _FAULTY})["faulty"]}
    assert reported >= _FAULTS
