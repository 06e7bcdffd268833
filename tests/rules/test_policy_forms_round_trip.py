"""A form loses nothing: every item of every shipped template comes back from its form as it went in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from amends.policy.overriding import settled
from amends.policy.places import Table, put_at
from tenants.templates import Template, load_templates
from web.settings.policy.places import PARTS, Place, has_items
from web.settings.policy.reading import read_item
from web.settings.policy.typing_out import typed_out

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
