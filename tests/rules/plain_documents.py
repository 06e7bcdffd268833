"""Small documents and layers of every shape, for properties of what is done with them."""

from __future__ import annotations

from hypothesis import strategies as st

from amends.policy.places import Keys

GONE: dict[str, object] = {"removed": True}

keys = st.sampled_from(["a", "b", "c"])
scalars = st.one_of(
    st.integers(0, 3), st.booleans(), st.text("xy", max_size=2), st.lists(st.integers(0, 3), max_size=2)
)
conditions: st.SearchStrategy[dict[str, object]] = st.one_of(
    st.builds(lambda field, value: {"field": field, "value": value}, keys, scalars),
    st.builds(lambda field, value: {"field": field, "op": "at_least", "value": value}, keys, scalars),
    st.builds(lambda form, field: {form: [{"field": field}]}, st.sampled_from(["all", "any"]), keys),
    st.builds(lambda field: {"not": {"field": field, "value": 1}}, keys),
)


def tables(leaves: st.SearchStrategy[object]) -> st.SearchStrategy[dict[str, object]]:
    inner: st.SearchStrategy[object] = st.recursive(
        leaves, lambda below: st.dictionaries(keys, below, max_size=3), max_leaves=8
    )
    return st.dictionaries(keys, inner, max_size=3)


documents = tables(st.one_of(scalars, conditions))
layers = tables(st.one_of(scalars, conditions, st.just(GONE)))
places: st.SearchStrategy[Keys] = st.lists(keys, min_size=1, max_size=3).map(tuple)
