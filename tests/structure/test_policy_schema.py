"""The published JSON Schemas say what the document's types say today."""

from __future__ import annotations

import json
import re

import pytest

from amends.deadlines.period import Unit, parse_period
from amends.policy.document import Policy
from amends.policy.schema import Of, dumps, schema
from tests.structure.catalogue import ROOT

FILES = {Of.DOCUMENT: "policy.schema.json", Of.LAYER: "policy-layer.schema.json"}


@pytest.mark.parametrize("of", Of)
def test_the_published_schema_is_current(of: Of) -> None:
    """Made by `amends policy schema > docs/policy.schema.json`, and with --layer the other."""
    assert (ROOT / "docs" / FILES[of]).read_text(encoding="utf-8") == dumps(of)


@pytest.mark.parametrize("of", Of)
def test_every_reference_leads_somewhere_and_nothing_is_null(of: Of) -> None:
    text = json.dumps(schema(of))
    parts = schema(of)["$defs"]
    assert isinstance(parts, dict)
    assert set(re.findall(r'"#/\$defs/(\w+)"', text)) <= parts.keys()
    assert '"null"' not in text
    assert set(Policy.__struct_encode_fields__) <= parts["Policy"]["properties"].keys()


def test_a_layer_may_leave_anything_out_and_a_policy_may_not() -> None:
    whole, layer = schema(Of.DOCUMENT)["$defs"], schema(Of.LAYER)["$defs"]
    assert isinstance(whole, dict)
    assert isinstance(layer, dict)
    assert {"code", "levels", "categories"} <= set(whole["Policy"]["required"])
    assert "required" not in layer["Policy"]
    assert {"extends", "pickable", "replaced"} <= layer["Policy"]["properties"].keys()


@pytest.mark.parametrize("unit", Unit)
def test_periods_are_matched_as_they_are_read(unit: Unit) -> None:
    parts = schema(Of.DOCUMENT)["$defs"]
    assert isinstance(parts, dict)
    pattern = re.compile(parts["Period"]["pattern"])
    for text in (unit.value, f"3 {unit.value}", f"0 {unit.value}", f"3{unit.value}", f" 3 {unit.value}"):
        try:
            parse_period(text)
        except ValueError:
            assert not pattern.search(text)
        else:
            assert pattern.search(text)
