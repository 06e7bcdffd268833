"""How complainants may ask to be answered, in words."""

from __future__ import annotations

from amends.complaints.desk import Desk
from amends.complaints.replying import reply_ways
from amends.policy.document import ReplyWay
from web.i18n import gettext
from web.i18n import mark as _

_WAYS = {
    ReplyWay.MAIL: _("By e-mail"),
    ReplyWay.SMS: _("By text message"),
    ReplyWay.PHONE: _("By telephone"),
    ReplyWay.LETTER: _("By letter"),
}


def reply_choices(desk: Desk) -> list[tuple[str, str]]:
    """Empty where there is nothing to choose; the first leaves it to the organisation."""
    ways = reply_ways(desk.policy, desk.ways)
    if not ways:
        return []
    return [("", gettext("Whichever is easiest")), *((way.value, gettext(_WAYS[way])) for way in ways)]


def reply_text(wish: str) -> str:
    """What they chose; one of a later version shows its code, and none nothing."""
    return gettext(_WAYS[ReplyWay(wish)]) if wish in set(ReplyWay) else wish
