"""Every collected requirement on policies is met by a value of a template it speaks of, and the document says which."""

from __future__ import annotations

import pytest

from tests.structure import casework
from tests.structure.requirements import DOCUMENT, Row, lineages, places_by_row, rewritten, rows_in
from tests.structure.test_template_sources import ROWS

FAMILIES = ("S-PR", "S-NO", "S-CL", "S-AC", "S-DL", "S-ES", "S-CM", "S-AR", "S-SV")


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return rows_in(DOCUMENT.read_text("utf-8"))


def test_every_row_stands_there_once(rows: list[Row]) -> None:
    wanted = [f"{family}-{number:02}" for family in FAMILIES for number in range(1, ROWS[family] + 1)]
    assert [row.id for row in rows] == wanted


def test_every_row_is_met_by_a_template_it_speaks_of(rows: list[Row]) -> None:
    places, family = places_by_row(), lineages()
    assert {code for row in rows for code in row.templates} <= set(family)
    unmet = [
        row.id
        for row in rows
        if not {place.template for place in row.met_by(places)}
        & {code for named in row.templates for code in family[named]}
    ]
    assert unmet == []


def test_every_duty_to_tell_is_met_by_words_that_are_sent_or_kept(rows: list[Row]) -> None:
    """A rule alone tells nobody anything: each row has a notice, a letter or a paper of its own."""
    places = places_by_row()
    told = {
        row.id
        for row in rows
        for place in row.met_by(places)
        if place.path.startswith(("notices.", "documents."))
    }
    assert {row.id for row in rows if row.id.startswith("S-CM-")} - told == set()


def test_every_row_on_casework_says_where_it_stands_and_what_shows_it() -> None:
    wanted = [
        f"{family}-{number:02}" for family in casework.FAMILIES for number in range(1, ROWS[family] + 1)
    ]
    written = [
        found["id"]
        for line in DOCUMENT.read_text("utf-8").splitlines()
        if (found := casework.LINE.match(line))
    ]
    known = casework.traced()
    assert written == wanted
    assert sorted(known) == sorted(wanted)
    assert [row for row, each in known.items() if not (each.by or each.missing)] == []
    assert [
        path
        for each in known.values()
        for path in (*each.at, *each.by)
        if not casework.path_of(path).exists()
    ] == []


def test_the_document_is_up_to_date() -> None:
    text = DOCUMENT.read_text("utf-8")
    assert text == rewritten(text), "write it anew: python -m tests.structure.requirements"


def test_a_row_that_nothing_meets_is_told_apart(rows: list[Row]) -> None:
    first = rows[0]
    assert first.met_by({}) == []
    assert first.written({}).endswith(" | — |")
    assert first.written({}) != first.line
