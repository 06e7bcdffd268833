"""Which policy governs a complaint: as it was promised when it was lodged, by the people and in the words of today."""

from __future__ import annotations

import msgspec

from amends.policy.document import CURRENT_PARTS, Policy

PINNED_PARTS = tuple(
    name
    for name in Policy.__struct_fields__
    if name not in CURRENT_PARTS and name not in ("format", "code", "version", "name", "summary")
)
"""What a complaint keeps until it is moved to another version."""


def blend(pinned: Policy, current: Policy) -> Policy:
    """`CURRENT_PARTS` of the version in force, everything else of the one the complaint is pinned to."""
    if pinned is current:
        return pinned
    return msgspec.structs.replace(pinned, **{name: getattr(current, name) for name in CURRENT_PARTS})
