"""A policy leaves as a file and comes back the same; rubbish is refused with its place."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace

import pytest

from amends.policy.overriding import Overrides, add, pin, put
from amends.policy.parse import parse
from amends.policy.shape import spelled_out
from tenants.exchange import FileRefused, Form, What, exported, imported, overriding
from tenants.templates import pickable_templates
from tenants.toml_text import toml_text
from tenants.versions import State
from tenants.working import edit
from tests.tenants.policies import REOPEN

SERVICE = State(pickable_templates()["service"].adopted, {}, Overrides({}))


def drafted() -> State:
    state = edit(put, REOPEN, 14)(SERVICE)
    state = edit(put, ("summary", "en"), 'Ours: "quick"\nand plain')(state)
    state = edit(add, ("closing_reasons", "flood"), {"name": {"zh": "洪水", "en": "Flood"}})(state)
    return edit(pin, ("handling", "rounds"))(state)


@pytest.mark.parametrize("form", Form)
def test_overrides_come_back_as_they_left(form: Form) -> None:
    state = drafted()
    back = imported(exported(state, What.OVERRIDES, form), SERVICE)
    assert (back.own, dict(back.variants)) == (state.own, dict(state.variants))


@pytest.mark.parametrize("form", Form)
def test_the_whole_policy_comes_back_as_it_left(form: Form) -> None:
    state = drafted()
    back = imported(exported(state, What.WHOLE, form), replace(SERVICE, own=Overrides({}, state.own.pins)))
    assert spelled_out(back.document) == spelled_out(state.document)
    assert back.own.pins == state.own.pins


@pytest.mark.parametrize("code", sorted(pickable_templates()))
def test_every_template_is_read_back_from_its_export(code: str) -> None:
    template = pickable_templates()[code]
    text = exported(State(template.adopted, {}, Overrides({})), What.WHOLE, Form.TOML)
    assert parse(tomllib.loads(text), where="export") == template.policy


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("levels = [", "cannot be read: "),
        ("[]", "cannot be read: "),
        ("\nname = 1\n" + "a." * 20_000 + "a = 1", "line 3: expected a key of fewer parts"),
        ('{"overrides": {"name": {"en": "\\ud800"}}}', "document: has signs that no text may have"),
        ('{"overrides": {"\\udfff": {}}}', "document: has signs that no text may have"),
        ('{"overrides": {"name": {"en": "\\u0000"}}}', "document: has signs that no text may have"),
        ('{"overrides": {"levels": {"NO": {"removed": true}}}}', "levels.NO: nothing to take away"),
        ('{"overrides": {"code": "other"}}', "overrides.code: only the template says it"),
        ('{"overrides": {"a":' + "[" * 800 + "]" * 800 + "}}", "document: expected tables within tables"),
        ('{"overrides": {"levels": {"T3": null}}}', "overrides.levels.T3: expected a value"),
        ("[overrides]\nsummary = 2026-01-01", "overrides.summary: expected a value"),
        ("[overrides]\nlevls = {}", "levls: unknown; expected one of"),
        ('[overrides.levels.T3]\nrank = "first"', "levels.T3.rank: expected"),
        ('[overrides.categories.A]\nlevel = "T9"', "categories.A.level: "),
        ('template = "pharma"\n[overrides]', "template: expected 'service', got 'pharma'"),
        ('code = "pharma"', "code: expected 'service', got 'pharma'"),
        ('[variants]\nnone = "any"\n[overrides]', "variants.none: no such choice 'any'"),
        ("overrides = 3", "overrides: expected a table"),
        ('pins = "x"\n[overrides]', "pins: expected a list"),
        ("colour = 3\n[overrides]", "colour: unknown; expected one of"),
        ("reopen = 3", "reopen: unknown"),
    ],
)
def test_rubbish_is_refused_with_its_place(text: str, problem: str) -> None:
    with pytest.raises(FileRefused) as caught:
        imported(text, SERVICE)
    assert any(each.startswith(problem) for each in caught.value.problems), caught.value.problems


def test_an_expert_writes_the_override_layer_alone() -> None:
    state = drafted()
    assert overriding(toml_text(state.own.layer), state).own == state.own
    assert overriding(json.dumps(state.own.layer), state).own == state.own
    emptied = overriding("", state)
    assert (emptied.own.layer, emptied.own.pins) == ({"handling": {"rounds": 2}}, state.own.pins)


def test_any_plain_data_survives_toml() -> None:
    data = {
        "text": 'a "quoted"\nline \\ and 中文 \x7f',
        "yes": True,
        "number": -3,
        "broken": 0.5,
        "list": ["a", 1, {"in": {"side": True}}],
        "table": {"empty": {}, "odd key": {"x": 1}, "2026-01-01": {"zh": "长" * 80, "en": "long" * 40}},
    }
    assert tomllib.loads(toml_text(data)) == data
