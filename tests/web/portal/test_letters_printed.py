"""What people wrote is shown on paper as it is: no sign of it is ever obeyed, and nothing leaves the sheet."""

from __future__ import annotations

import random
import re
import zlib
from dataclasses import replace

import pytest
from msgspec import structs

from amends.letters.paper import Paper, fits_window, frozen, in_window, thawed
from amends.policy.document import Document, DocumentKind, Text
from amends.policy.letter_words import letter_problems
from tests.rules.a_policy import policy
from tests.world import MONDAY
from web.printing.letters import PaperLetter, letters_pdf

LETTER = PaperLetter(
    language="en",
    organisation="Harbour",
    return_line="Harbour · 1 Pier · Shanghai",
    address=("Amina", "2 Quay Road", "200120 Shanghai"),
    facts=[("Our reference", "2026-0001"), ("Date", "2 March 2026")],
    subject="Letter of receipt",
    body="Dear Amina,\n\nWe have it.\n\nHarbour",
    footer=["Harbour · 1 Pier", "400-1000"],
    running="2026-0001 · Letter of receipt",
    page_words="Page {page} of {pages}",
)
HOSTILE = (
    '#read("/etc/passwd")',
    '#import "@preview/evil:1.0.0": *',
    "#set page(fill: red)\n= Heading\n- list\n+ enum\n/ term: x",
    "$ sum_(i=0)^n i $ *bold* _it_ `raw` ```typ #panic()```",
    "<label> @label \\ ~ -- --- ... \\u{1F600} // comment /* block */",
    '"] #panic("out") [" {code} #{panic()} #(1/0) \\"',
    "\U0001f600\U0001f468\u200d\U0001f469\u200d\U0001f467 \u263a\ufe0f",
    "مرحبا بالعالم \u202eevil\u202c שלום \u2067x\u2069",
    "\x00\x01\x07\x1b[31m\x7f\u0085\ufffe\U000e0001\ue000",
    "x" * 5_000,
    "https://example.com/" + "a" * 300 + "?b=" + "c" * 300,
    "字" * 3_000,
    "\n\n\n \n\t\t\n",
    "e\u0301" * 50 + "\u0300" * 200,
    "\\" * 200 + "{" * 50 + "}" * 49 + "[" * 50,
)


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf + b"".join(_streams(pdf))))


def _streams(pdf: bytes) -> list[bytes]:
    found = []
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return found


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
async def test_signs_of_any_kind_are_only_shown(text: str) -> None:
    everywhere = replace(
        LETTER,
        organisation=text[:80], return_line=text[:80], address=(text[:100], text[:100]), subject=text[:200], body=text,
        facts=[(text[:20], text[:60])], footer=[text[:80]], running=text[:80], signatures=(text[:40],), draft="DRAFT",
    )  # fmt: skip
    assert pages(await letters_pdf([everywhere])) >= 1


async def test_any_mixture_of_signs_becomes_a_letter() -> None:
    dice = random.Random(7)
    signs = "#$*_`<>@\\/\"'[]{}()=+-~^&%\n\t aé字\u202e\U0001f600\x00"
    for _ in range(12):
        text = "".join(dice.choice(signs) for _ in range(400))
        assert (await letters_pdf([replace(LETTER, body=text, subject=text[:80])])).startswith(b"%PDF")


async def test_each_letter_of_many_begins_on_a_page_of_its_own() -> None:
    long = replace(LETTER, body="\n\n".join(["A paragraph that says something. " * 12] * 12))
    assert pages(await letters_pdf([LETTER, LETTER])) == 2
    assert pages(await letters_pdf([long])) == 2
    assert pages(await letters_pdf([LETTER, long, LETTER])) == 4


async def test_the_same_letter_is_the_same_paper() -> None:
    """Whoever prints it again, with no change of head or foot, gets what was kept."""
    first, second = await letters_pdf([LETTER]), await letters_pdf([LETTER])
    assert len(first) == len(second)


def test_addresses_are_set_smaller_before_they_leave_the_window() -> None:
    assert in_window(["Amina", "2 Quay Road"]) == (10, ["Amina", "2 Quay Road"])
    size, lines = in_window(["王小明", "上海市浦东新区世纪大道1000号8号楼2单元1201室" * 6, "200120"])
    assert (size < 10, max(map(len, lines)) <= 63) == (True, True)
    assert "".join(lines).count("1201室") == 6
    assert not fits_window(["x" * 700])


def test_what_is_frozen_thaws_as_it_was() -> None:
    paper = Paper(language="zh", recipient="王", address="a\nb", number="1", day=MONDAY.date(), subject="s", body="b\x00")  # fmt: skip
    kept, digest = frozen(paper)
    assert (thawed(kept), frozen(thawed(kept))) == (paper, (kept, digest))
    assert frozen(replace_body(paper))[1] != digest


def replace_body(paper: Paper) -> Paper:
    return thawed(frozen(paper)[0].replace('"body":"b', '"body":"c'))


def test_a_letter_that_no_case_could_fill_in_is_not_published() -> None:
    ours = policy()
    for zh, en, problem in (
        ("{nonsense}", "{nonsense}", "unknown {nonsense}"),
        ("{name}", "nobody", "only one has name"),
        ("{name", "{name}", "a brace that is no placeholder"),
    ):
        letter = Document(name=Text(zh="信", en="Letter"), kind=DocumentKind.LETTER, text=Text(zh=zh, en=en))
        made = structs.replace(ours, documents={"ours": letter})
        assert any(problem in line for line in letter_problems(made)), problem
