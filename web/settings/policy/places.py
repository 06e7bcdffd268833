"""Where a form of the policy stands: a whole part, or one item of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from amends.policy.document import Policy
from amends.policy.places import Keys, Table, at
from web.settings.policy.shapes import Control, Entry, Shape, entries_of

HEAD = ("format", "code", "version")
"""Said by the template."""

PARTS = tuple(name for name in entries_of(Policy) if name not in HEAD)


@dataclass(frozen=True, slots=True)
class Place:
    """`code` empty: the part itself, which is then no table of items with forms of their own."""

    part: str
    code: str = ""

    @property
    def keys(self) -> Keys:
        return (self.part, self.code) if self.code else (self.part,)

    @property
    def shape(self) -> Shape:
        shape = entries_of(Policy)[self.part].shape
        return shape.item if self.code and shape.item is not None else shape

    @property
    def alone(self) -> bool:
        """A single value or table, which stands in its form under the part's own name."""
        return self.shape.control is not Control.GROUP

    @property
    def entries(self) -> Mapping[str, Entry]:
        return {self.part: entries_of(Policy)[self.part]} if self.alone else self.shape.entries

    @property
    def struct(self) -> type:
        """Whose fields the entries are."""
        return self.shape.struct if not self.alone and self.shape.struct is not None else Policy

    def keys_of(self, name: str) -> Keys:
        """The place in the document of a field of the form."""
        inner = tuple(name.split("."))
        return inner if self.alone else (*self.keys, *inner)

    def item(self, document: Table) -> dict[str, object]:
        """What the form shows of a document; empty where there is nothing."""
        found = at(document, self.keys)
        if self.alone:
            return {} if found is None else {self.part: found}
        return dict(found) if isinstance(found, Mapping) else {}

    def value(self, item: Table) -> object:
        """What is put into the document for an item that was read."""
        return item.get(self.part) if self.alone else dict(item)


def has_items(part: str) -> bool:
    """Whether a part is a list of items with a form each."""
    shape = entries_of(Policy)[part].shape
    return shape.control is Control.TABLE and shape.item is not None and shape.item.control is Control.GROUP
