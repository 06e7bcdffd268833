"""A form loses nothing: every item of every shipped template comes back from its form as it went in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from amends.policy.overriding import settled
from amends.policy.places import Table, is_condition, put_at
from tenants.templates import Template, load_templates
from web.settings.policy.condition_rows import alike, condition_of, rows_of
from web.settings.policy.places import PARTS, Place, has_items
from web.settings.policy.reading import read_item
from web.settings.policy.reading_conditions import read_condition, typed_rows
from web.settings.policy.typing_out import typed_condition, typed_group, typed_out

TEMPLATES = {code: template for code, template in load_templates().items() if template.pickable}


def places(document: Table) -> Iterator[Place]:
    for part in PARTS:
        items = document.get(part, {})
        if has_items(part):
            assert isinstance(items, Mapping)
            yield from (Place(part, code) for code in items)
        elif part in document:
            yield Place(part)


def sent(typed: Mapping[str, object]) -> dict[str, list[str]]:
    """As a browser sends it: everything is text."""
    return {
        name: [str(one) for one in value] if isinstance(value, list) else [str(value)]
        for name, value in typed.items()
    }


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
def test_every_item_comes_back_from_its_form_as_it_went_in(template: Template) -> None:
    for place in places(template.document):
        item = place.item(template.document)
        read, errors = read_item(
            place.entries, sent(typed_out(place.entries, item)), before=item, inherited=item
        )
        assert (place, errors) == (place, {})
        assert (place, read) == (place, item)


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
def test_saving_every_form_unchanged_overrides_nothing(template: Template) -> None:
    inherited = template.document
    saved: dict[str, object] = dict(inherited)
    for place in places(inherited):
        item = place.item(inherited)
        typed = sent(typed_out(place.entries, item))
        read, _ = read_item(place.entries, typed, before=item, inherited=item)
        saved = put_at(saved, place.keys, place.value(read))
    assert settled(inherited, saved).layer == {}


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
def test_every_condition_unfolds_into_rows_and_comes_back(template: Template) -> None:
    """None of those shipped is nested too deeply for its form."""
    found = list(conditions(template.document))
    for condition in found:
        group = rows_of(condition)
        assert group is not None, condition
        fields = sent(typed_group(group, "when"))
        assert alike(condition_of(typed_rows(fields, "when")), condition)
        errors: dict[str, str] = {}
        assert read_condition(fields, "when", condition, errors) == condition
        assert errors == {}


def test_what_rows_cannot_show_stays_as_it_is() -> None:
    leaf: dict[str, object] = {"field": "injury", "value": "yes"}
    deep: dict[str, object] = {"all": [leaf, {"any": [leaf, {"all": [leaf, {"not": leaf}]}]}]}
    assert rows_of(deep) is None
    kept = sent(typed_condition(deep, "when"))
    assert read_condition(kept, "when", {}, {}) == deep
    assert read_condition({**kept, "when.gone": ["yes"]}, "when", deep, {}) is None


def conditions(value: object) -> Iterator[dict[str, object]]:
    if is_condition(value) and isinstance(value, dict):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from conditions(inner)
