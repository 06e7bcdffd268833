"""Every value of a template says what it rests on: a row that exists, with a title readers can make something of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from amends.policy.sources import source_of
from tenants.adopted import Plain
from tenants.templates import load_templates, pickable_templates

PRACTICE = "P"

ROWS = {
    # the organisations' own complaint rules
    "S-PR": 12, "S-CH": 17, "S-IN": 18, "S-NO": 6, "S-CL": 24, "S-AC": 9, "S-DL": 36, "S-ES": 27, "S-IV": 31,
    "S-RA": 2, "S-DS": 12, "S-RM": 6, "S-CM": 13, "S-FM": 7, "S-AR": 17, "S-CF": 4, "S-SV": 6, "S-KP": 9, "S-TR": 10,
    "S-TN": 10, "S-RW": 6, "S-SU": 8, "S-CR": 4, "S-LC": 4, "S-ML": 8, "S-RC": 2, "S-SY": 6, "S-CX": 3,
    # laws and standards
    "ISO": 22, "ADRX": 7, "FCA": 17, "CFPB": 7, "SAMR": 18, "CPL": 16, "ECL": 12, "MED": 20, "PV": 12, "REC": 10,
    "GMP": 9, "CH8": 16, "C211": 7, "C820": 6, "P11": 12, "VEH": 19, "PRO": 15, "PIPL": 15, "GDPR": 11, "WB": 8,
    "WCAG": 15, "ASVS": 18, "MT": 14,
}  # fmt: skip
"""How many rows each family of requirements and standards has; they are numbered from 01."""

LAWS = ("CPL", "ECL", "SAMR", "MED", "PV", "REC", "GMP", "VEH", "PRO", "PIPL")
TO_CONFIRM = (
    "SAMR-05",
    "SAMR-11",
    "REC-04",
    "REC-05",
    "MED-06",
    "MED-07",
    "PV-01",
    "PRO-05",
    "CPL-16",
    "GMP-03",
)
"""New, or known from a copy of part of the text only."""
CONFIRMED = ("CPL-03", "CPL-12", "ECL-02", "PV-02", "VEH-01", "PRO-04", "MED-09", "GDPR-01")


def rows() -> frozenset[str]:
    return frozenset(
        f"{family}-{number:02}" for family, count in ROWS.items() for number in range(1, count + 1)
    )


def cited(value: object, place: str = "") -> Iterator[tuple[str, str]]:
    """Place and row of everything that says where it comes from."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            here = f"{place}.{key}" if place else str(key)
            if key == "source" and isinstance(item, list):
                yield from ((place, row) for row in item)
            else:
                yield from cited(item, here)


def everything_said() -> Iterator[tuple[str, Plain]]:
    """Every layer of every template, and every choice it offers."""
    for code, template in load_templates().items():
        yield code, template.layer
        for group_code, group in template.adopted.groups.items():
            yield f"{code}/{group_code}", {"source": list(group.source)}
            for choice_code, choice in group.choices.items():
                said: Plain = {"source": list(choice.source), "layer": choice.layer}
                yield f"{code}/{group_code}/{choice_code}", said


def test_every_row_that_is_cited_exists() -> None:
    known = rows() | {PRACTICE}
    assert [f"{name}: {place}: {row}" for name, layer in everything_said()
            for place, row in cited(layer) if row not in known] == []  # fmt: skip


@pytest.mark.parametrize("code", sorted(pickable_templates()))
def test_every_row_that_is_cited_has_a_title(code: str) -> None:
    template = pickable_templates()[code]
    for chosen in [
        {},
        *(
            {group: choice}
            for group, offered in template.adopted.groups.items()
            for choice in offered.choices
        ),
    ]:
        document = template.adopted.document(chosen)
        assert {row for _, row in cited(document) if source_of(document, row) is None} == set()


def test_every_family_has_a_title() -> None:
    base = load_templates()["base"].document
    assert {row for row in rows() if source_of(base, row) is None} == set()


def test_laws_are_known_as_laws_and_what_is_unconfirmed_says_so() -> None:
    sources = load_templates()["base"].document["sources"]
    assert isinstance(sources, Mapping)
    base: Plain = {"sources": sources}

    def of(row: str) -> Mapping[str, object]:
        found = sources[source_of(base, row)]
        assert isinstance(found, Mapping)
        return found

    assert {of(f"{family}-01")["kind"] for family in LAWS} == {"law"}
    assert {of(f"{family}-01")["kind"] for family in ("S-DL", "ISO")} == {"document"}
    assert of(PRACTICE)["kind"] == "practice"
    assert [row for row in TO_CONFIRM if not of(row).get("to_confirm")] == []
    assert [row for row in CONFIRMED if of(row).get("to_confirm")] == []


def test_articles_are_named() -> None:
    sources = load_templates()["base"].document["sources"]
    assert isinstance(sources, Mapping)
    assert sources["CPL-12"]["title"]["zh"] == "《中华人民共和国消费者权益保护法》第三十九条"
    assert sources["ECL-02"]["title"]["en"] == "E-Commerce Law (China), article 31"
