"""How complainants may ask to be answered, and what it takes. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from amends.policy.document import Policy, ReplyWay

NEEDS: Final[Mapping[ReplyWay, tuple[str, str]]] = {
    ReplyWay.MAIL: ("email", "Please give the e-mail address we are to write to."),
    ReplyWay.SMS: ("phone", "Please give the mobile number we are to text."),
    ReplyWay.PHONE: ("phone", "Please give the telephone number we are to call."),
    ReplyWay.LETTER: ("address", "Please give the postal address we are to write to."),
}
"""The contact without which a way leads nowhere, and what is said when it is missing."""


def reply_ways(policy: Policy, can: Collection[str]) -> tuple[ReplyWay, ...]:
    """What is offered: as the policy says, text messages only where a gateway sends them. One alone is no choice."""
    found = tuple(way for way in policy.handling.reply_ways if way is not ReplyWay.SMS or way in can)
    return found if len(found) > 1 else ()


def reply_errors(
    policy: Policy, can: Collection[str], *, wish: str, contacts: Mapping[str, str]
) -> dict[str, str]:
    """By field; no wish is none to refuse."""
    if not wish:
        return {}
    way = next((way for way in reply_ways(policy, can) if way == wish), None)
    if way is None:
        return {"reply_by": "Please choose one of the ways offered."}
    field, missing = NEEDS[way]
    return {} if contacts[field] else {field: missing}
