"""Each value in force knows the layer it comes from and what would stand there otherwise."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from amends.policy.merge import Layer, in_force
from amends.policy.places import at, leaves, same
from amends.policy.provenance import Origin, origins, taken_away
from tenants.templates import pickable_templates
from tests.rules.plain_documents import GONE, layers

BASE = Layer("base", {"days": 30, "levels": {"a": {"rank": 1, "name": "A"}, "b": {"rank": 2}}})
INDUSTRY = Layer("service 1.0", {"levels": {"a": {"rank": 5}, "c": {"rank": 3}}})
OWN = Layer("own", {"days": 60, "levels": {"a": {"rank": 9}, "b": GONE}})
STACK = [BASE, INDUSTRY, OWN]

stacks = st.lists(layers, min_size=1, max_size=4).map(
    lambda found: [Layer(f"layer {n}", layer) for n, layer in enumerate(found)]
)


@given(stacks)
def test_every_value_in_force_has_an_origin_that_says_it(stack: list[Layer]) -> None:
    document = in_force(layer.document for layer in stack)
    found = origins(stack)
    assert found.keys() == dict(leaves(document)).keys()
    assert all(same(at(document, keys), origin.value) for keys, origin in found.items())


@given(stacks)
def test_the_layers_above_an_origin_say_nothing(stack: list[Layer]) -> None:
    for keys, origin in origins(stack).items():
        upto = [layer.name for layer in stack].index(origin.layer) + 1
        assert same(at(in_force(layer.document for layer in stack[:upto]), keys), origin.value)


@given(stacks)
def test_otherwise_is_what_the_layers_below_say(stack: list[Layer]) -> None:
    for keys, origin in origins(stack).items():
        upto = [layer.name for layer in stack].index(origin.layer)
        below = dict(leaves(in_force(layer.document for layer in stack[:upto])))
        assert same(below.get(keys), origin.otherwise.value if origin.otherwise else None)


def test_a_value_names_its_layer_and_what_it_hides() -> None:
    found = origins(STACK)
    assert found["levels", "a", "rank"] == Origin("own", 9, Origin("service 1.0", 5, Origin("base", 1)))
    assert found["levels", "a", "name"] == Origin("base", "A")
    assert found["days",] == Origin("own", 60, Origin("base", 30))
    assert ("levels", "b", "rank") not in found


def test_equal_to_inherited_but_said_again_is_the_upper_layers() -> None:
    found = origins([BASE, Layer("own", {"days": 30})])
    assert found["days",] == Origin("own", 30, Origin("base", 30))


def test_one_part_alone() -> None:
    assert origins(STACK, part="days").keys() == {("days",)}


def test_what_was_taken_away_names_who_did_it() -> None:
    [gone] = taken_away(STACK, part="levels")
    assert (gone.keys, gone.layer, gone.value) == (("levels", "b"), "own", {"rank": 2})
    assert taken_away([*STACK, Layer("later", {"levels": {"b": {"rank": 7}}})]) == []


def test_every_value_of_every_template_comes_from_one_of_its_layers() -> None:
    for template in pickable_templates().values():
        layers = [*template.adopted.laid()]
        names = {layer.name for layer in layers}
        found = origins(layers)
        assert found.keys() == dict(leaves(template.document)).keys()
        assert {origin.layer for origin in found.values()} <= names
        assert {origin.otherwise.layer for origin in found.values() if origin.otherwise} <= names
