"""Nothing is put into the outbox that nobody takes out."""

from __future__ import annotations

import ast
from pathlib import Path

from amends.channels import http
from amends.evidence import clamd, scanning
from amends.handovers import arriving, ending, offering
from amends.mailin import keeping
from amends.notices import operations as notices
from amends.notices.mail import LONGEST
from amends.outbox.operations import CLAIM_LASTS, HANDED_OUT_AGAIN
from amends.outside import silence
from amends.people import resets
from amends.surveys import owing
from tenants import simulations
from tests.structure.catalogue import ROOT
from workers.effects import EFFECTS

NAMES = {
    "SEND_MAIL": notices.SEND_MAIL,
    "SEND_BY_GATEWAY": notices.SEND_BY_GATEWAY,
    "SEND_RESET": resets.SEND_RESET,
    "SCAN_FILE": scanning.SCAN_FILE,
    "SIMULATE": simulations.SIMULATE,
    "OUTSIDE_SILENCE": silence.OUTSIDE_SILENCE,
    "SURVEY_DUE": owing.SURVEY_DUE,
    "SEND_HANDOVER": offering.SEND_HANDOVER,
    "RECALL_HANDOVER": ending.RECALL_HANDOVER,
    "ANSWER_HANDOVER": arriving.ANSWER_HANDOVER,
    "READ_MAIL": keeping.READ_MAIL,
}
"""Constants that name effects; a new one is entered here and in `workers.effects`."""


def published() -> set[str]:
    """The `name=` of every call of `publish` in the program."""
    found = set()
    for folder in ("platform/amends", "tenants", "web", "workers"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            found |= _names_in(path)
    return found


def test_every_name_has_an_effect() -> None:
    by_channel = {*notices.CARRIED_BY.values(), notices.WRITE_DIGEST}
    assert published() | by_channel == EFFECTS.keys()


def test_no_letter_takes_longer_than_its_claim() -> None:
    assert CLAIM_LASTS.total_seconds() > LONGEST
    assert CLAIM_LASTS.total_seconds() > http.LONGEST
    assert CLAIM_LASTS.total_seconds() > clamd.LONGEST
    assert HANDED_OUT_AGAIN > CLAIM_LASTS


def _names_in(path: Path) -> set[str]:
    calls = [
        node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)
    ]
    given = [
        keyword.value
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id == "publish"
        for keyword in call.keywords
        if keyword.arg == "name"
    ]
    return {_name(value, path) for value in given}


def _name(value: ast.expr, path: Path) -> str:
    match value:
        case ast.Constant(value=str(text)):
            return text
        case ast.Name(id=constant) if constant in NAMES:
            return NAMES[constant]
    raise AssertionError(f"{path}: the name of an effect is not known here: {ast.unparse(value)}")
