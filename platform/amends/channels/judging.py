"""What a gateway's answer means, by its recipe. Pure."""

from __future__ import annotations

import json
import re
from typing import Final

from amends.channels.message import Answer, Message, Outcome
from amends.channels.recipe import Recipe
from amends.outbox.reasons import Reason

_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,99}")


def judged(recipe: Recipe, message: Message, *, status: int, body: bytes, whole: bool = True) -> Answer:
    """`whole`: the answer ended where it says; of one too long only the beginning was read."""
    answer = _json(body) if whole else None
    code = _at(answer, recipe.answer_at)
    words = f"{status} {recipe.answer_at}={_shown(code, message)}" if recipe.answer_at else str(status)
    if code and code in recipe.refused:
        return Answer(Outcome.REFUSED, words, Reason.MESSAGE_REFUSED)
    if status in recipe.refused_statuses:
        return Answer(Outcome.REFUSED, words, Reason.MESSAGE_REFUSED)
    if 200 <= status < 300 and (not recipe.answer_at or code in recipe.taken):
        found = _at(answer, recipe.id_at) if recipe.id_at else ""
        return Answer(Outcome.TAKEN, words, provider_id=found if _ID.fullmatch(found) else "")
    return Answer(Outcome.LATER, words, Reason.GATEWAY_TROUBLE)


def _json(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _at(node: object, path: str) -> str:
    """What stands at `a.b.0`, as text; "" when there is nothing, or more than one value."""
    for step in path.split("."):
        if isinstance(node, dict):
            node = node.get(step)
        elif isinstance(node, list) and step.isdecimal() and int(step) < len(node):
            node = node[int(step)]
        else:
            return ""
    match node:
        case bool():
            return str(node).lower()
        case int() | float() | str():
            return str(node)
    return ""


def _shown(code: str, message: Message) -> str:
    """A code, and never what was sent: a gateway may say anything, a telephone number too."""
    if not code:
        return "?"
    ours = [message.to.lstrip("+")[-8:], *(mention[-8:] for mention in message.mentions)]
    if not _CODE.fullmatch(code) or any(number and number in code for number in ours):
        return "?"
    return code
