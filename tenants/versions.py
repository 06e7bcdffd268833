"""Published versions as they are stored: what each was made of, and what came out."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from uuid import UUID

import msgspec

from amends.database.rows import select_one
from amends.database.scope import fetch
from amends.errors import NotFound
from amends.policy.document import Policy
from amends.policy.formats import raised
from amends.policy.merge import Layer
from amends.policy.overriding import Overrides
from amends.policy.parse import parse, to_plain
from amends.policy.places import Keys, dotted, keys_of
from amends.policy.shape import spelled_out
from tenants.adopted import Adopted, Plain, TemplateLayer, from_stored
from tenants.later_notices import on_later_notices
from tenants.tables import PolicyVersion

OWN = "own"
"""What pages and provenance call the organisation's own layer."""
_KEPT = 16
_MOST = 2**31 - 1
_versions: OrderedDict[UUID, Version] = OrderedDict()
"""They never change; of those met last the layers are kept, too."""


@dataclass(frozen=True)
class State:
    """A policy seen as its layers: of a version, or of a draft at one moment."""

    adopted: Adopted
    variants: Mapping[str, str]
    """What was chosen; where nothing was, the group's default holds."""
    own: Overrides

    @cached_property
    def inherited(self) -> Plain:
        """What would hold if the organisation overrode nothing, every default said."""
        return spelled_out(self.adopted.document(self.variants))

    @cached_property
    def document(self) -> Plain:
        """What holds; of the organisation's own items only what it said."""
        return self.own.in_force(self.inherited)

    @property
    def layers(self) -> list[Layer]:
        """As `amends.policy.provenance` takes them."""
        return [*self.adopted.laid(self.variants), Layer(OWN, self.own.layer)]

    def policy(self) -> Policy:
        """PolicyError names everything that is wrong."""
        return parse(self.document, where=OWN)

    def policy_document(self) -> Plain:
        """All that is in force, usual values left out: as a file says it."""
        return to_plain(self.policy())


@dataclass(frozen=True, kw_only=True)
class Line:
    """A version in the list of them."""

    id: UUID
    number: int
    published_at: datetime
    published_by: str
    """A name; empty for what the program or an operator did."""
    reason: str
    rolled_back_to: int | None
    template: str
    template_version: str


@dataclass(frozen=True, kw_only=True)
class Version:
    id: UUID
    number: int
    state: State
    published: Plain = field(repr=False)
    """As it was published, in today's format."""


async def version_by_id(version_id: UUID) -> Version:
    """Needs the tenant's scope."""
    found = _versions.get(version_id)
    if found is None:
        row = await select_one(PolicyVersion, "WHERE id = $1", version_id)
        if row is None:
            raise NotFound()
        found = _read(row)
    _versions[version_id] = found
    _versions.move_to_end(version_id)
    while len(_versions) > _KEPT:
        _versions.popitem(last=False)
    return found


async def version_by_number(number: int) -> Version:
    known = number <= _MOST  # further than that the database does not count
    rows = await fetch("SELECT id FROM policy_version WHERE number = $1", number) if known else []
    if not rows:
        raise NotFound("There is no version %(number)s of this policy.", number=number)
    return await version_by_id(rows[0]["id"])


async def published_versions() -> Sequence[Line]:
    """Newest first."""
    rows = await fetch(
        """SELECT v.id, v.number, v.published_at, coalesce(p.name, '') AS published_by, coalesce(v.reason, '') AS reason,
            v.rolled_back_to, v.template, v.template_version
        FROM policy_version v LEFT JOIN person p ON p.id = v.published_by ORDER BY v.number DESC"""
    )
    return [Line(**row) for row in rows]


def pins_stored(pins: frozenset[Keys]) -> str:
    return msgspec.json.encode(sorted(map(dotted, pins))).decode()


def own_from(overrides: str, pins: str) -> Overrides:
    """Of two columns."""
    return Overrides(
        msgspec.json.decode(overrides, type=dict[str, object]),
        frozenset(map(keys_of, msgspec.json.decode(pins, type=list[str]))),
    )


def adopted_from(column: str, document: Plain) -> Adopted:
    """With what this program says beyond it; `document`: whose roles are told."""
    return on_later_notices(from_stored(column), _roles(document))


def _read(row: PolicyVersion) -> Version:
    document = dict(raised(msgspec.json.decode(str(row.document), type=dict[str, object])))
    return Version(id=row.id, number=int(row.number), state=_state(row, document), published=document)


def _state(row: PolicyVersion, document: Plain) -> State:
    if row.template_document is None:
        # Published before layers were kept: what came out then is all that is inherited now.
        layer = TemplateLayer(code=str(row.template), version=str(row.template_version), layer=document)
        return State(on_later_notices(Adopted(layers=(layer,)), _roles(document)), {}, Overrides({}))
    variants = msgspec.json.decode(str(row.variants), type=dict[str, str])
    adopted = adopted_from(str(row.template_document), document)
    return State(adopted, variants, own_from(str(row.overrides), str(row.pins)))


def _roles(document: Plain) -> Plain:
    roles = document.get("roles", {})
    assert isinstance(roles, dict)
    return roles
