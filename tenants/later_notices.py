"""Letters of events that came after a template was adopted: their texts are the foundation's shipped with this program.

A published version never changes, and a newer program knows more events. So that no letter is lost for want of a text,
what a version lacks is laid below all its layers, under a name of its own, and stands in its policy as it is read.
The next version that is published keeps these texts like all others. Roles the organisation does not have are not
told of anything.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache

import msgspec

from amends.policy.document import Notice, Policy
from amends.policy.events import Event
from tenants.adopted import Adopted, Plain, TemplateLayer
from tenants.templates import Template, load_templates

PROGRAM = "program"
"""What provenance calls the layer."""


def with_later_notices(policy: Policy) -> Policy:
    missing = _missing(policy.notices)
    if not missing:
        return policy
    texts = _texts(missing, policy.roles)
    later = {event: msgspec.convert(text, type=Notice) for event, text in texts.items()}
    return msgspec.structs.replace(policy, notices={**later, **policy.notices})


def on_later_notices(adopted: Adopted, roles: Collection[str]) -> Adopted:
    """The same template; what it lacks is said by the lowest layer. `roles`: those the organisation has."""
    missing = _missing({event for layer in adopted.layers for event in _notices(layer.layer)})
    if not missing:
        return adopted
    before = [layer for layer in adopted.layers if layer.code == PROGRAM]
    there = _notices(before[0].layer) if before else {}
    notices = {**there, **_texts(missing, roles)}
    lowest = TemplateLayer(code=PROGRAM, version=foundation().adopted.version, layer={"notices": notices})
    others = tuple(layer for layer in adopted.layers if layer.code != PROGRAM)
    return msgspec.structs.replace(adopted, layers=(lowest, *others))


@cache
def foundation() -> Template:
    """What all others extend."""
    [found] = [template for template in load_templates().values() if template.extends is None]
    return found


def _missing(known: Collection[str]) -> list[str]:
    return [event.value for event in Event if event.value not in known]


def _texts(events: Collection[str], roles: Collection[str]) -> Plain:
    shipped = _notices(foundation().document)
    return {event: _to_roles(shipped[event], roles) for event in events}


def _to_roles(notice: object, roles: Collection[str]) -> object:
    if not isinstance(notice, dict) or "to" not in notice:
        return notice
    return {**notice, "to": [role for role in notice["to"] if role in roles]}


def _notices(layer: Mapping[str, object]) -> Plain:
    found = layer.get("notices", {})
    assert isinstance(found, dict)
    return found
