"""Who was told what of the case, in the reader's words: to whom, by which way, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from amends.notices.tables import Channel
from amends.notices.texts import CODE_LATER
from amends.notices.told import MOST, Fate, Told, Words
from amends.surveys.keys import KEY_LATER
from web.formats import iso, near_moment_text
from web.i18n import current_language, gettext
from web.i18n import mark as _
from web.letters import event_text, reason_text
from web.portal.case_view import CaseView
from web.wording import role_text

WAYS: Final = {
    Channel.MAIL: (_("By mail"), "mail"),
    Channel.APP: (_("In the portal"), "bell"),
    Channel.SMS: (_("By text message"), "smartphone"),
    Channel.CHAT: (_("In the staff chat"), "message-square"),
    Channel.PUSH: (_("On their device"), "monitor"),
    Channel.LETTER: (_("By letter"), "printer"),
    Channel.PHONE: (_("By telephone"), "phone"),
    Channel.PAGE: (_("On the page they follow it on"), "globe"),
}
_FATES: Final = {
    Fate.FOLDED: (_("said in another notice"), ""),
    Fate.GIVEN_UP: (_("not delivered"), "bad"),
    Fate.SHOWN: (_("shown"), "good"),
    Fate.PUT_OFF: (_("will be tried again"), "warn"),
    Fate.LATER: (_("leaves later"), "calm"),
    Fate.BY_HAND: (_("still to be done"), "warn"),
    Fate.WAITING: (_("about to leave"), "calm"),
}
_DONE: Final = {
    Channel.MAIL: _("taken by the mail server"),
    Channel.SMS: _("taken by the gateway"),
    Channel.CHAT: _("taken by the gateway"),
    Channel.PUSH: _("taken by the browser's maker"),
    Channel.LETTER: _("posted"),
    Channel.PHONE: _("read out"),
}


def told_view(view: CaseView, told: Sequence[Told]) -> dict[str, Any]:
    """For portal/_told.html."""
    lines = [line_view(view, each) for each in told]
    return {
        "told": [line for line, each in zip(lines, told, strict=True) if each.to_complainant],
        "told_staff": [line for line, each in zip(lines, told, strict=True) if not each.to_complainant],
        "told_cut": len(told) >= MOST,
    }


def fate_text(told: Told, now: datetime) -> str:
    return gettext(_fate(told, now)[0])


def _fate(told: Told, now: datetime) -> tuple[str, str]:
    """(word, kind)"""
    fate = told.fate(now)
    return (_DONE[Channel(told.channel)], "good") if fate is Fate.DONE else _FATES[fate]


def line_view(view: CaseView, told: Told) -> dict[str, Any]:
    fate = told.fate(view.now)
    way, icon = WAYS[Channel(told.channel)]
    to, role = _whom(view, told)
    text, kind = _fate(told, view.now)
    return {
        "id": str(told.id),
        "url": f"{view.url}/notices/{told.id}",
        "event_text": event_text(told.event),
        "to": to,
        "role_text": role,
        "address": masked_address(told.address),
        "way_text": gettext(way),
        "way_icon": icon,
        "fate_text": gettext(text),
        "fate_kind": kind,
        "why": reason_text(told.reason) if told.reason is not None and told.sent_at is None else "",
        "answer": told.answer,
        "tries": told.tries,
        "given_up": fate is Fate.GIVEN_UP,
        "moments": _moments(view, told, fate),
    }


def _whom(view: CaseView, told: Told) -> tuple[str, str]:
    """Name and role. What went to another address than the complainant's went to whoever spoke for them then."""
    if told.person:
        return told.person, _roles(told)
    row = view.file.row
    own = {row.complainant_email, row.complainant_phone, row.complainant_address}
    spoke = (
        line.personal.get("name", "")
        for line in view.file.history
        if line.act.startswith("representation-") and line.at <= told.created_at
    )
    if told.address and told.address not in own and (name := next(spoke, "")):
        return name, gettext("Representative")
    return view.complainant, gettext("Complainant")


def words_view(view: CaseView, words: Words) -> dict[str, Any]:
    """For portal/notice.html: what the notice says, to whoever may read the case. Codes are in the mail alone."""
    return {
        **line_view(view, words.told),
        "full_address": words.told.address,
        "language": "zh-CN" if words.language == "zh" else "en",
        "subject": words.subject,
        "body": words.body.replace(CODE_LATER, "••••••").replace(KEY_LATER, "••••••"),
    }


def masked_address(address: str) -> str:
    """Enough to tell one of somebody's addresses from another."""
    name, at, domain = address.partition("@")
    if at:
        return f"{name[:1]}•••@{domain}"
    if any(letter.isdigit() for letter in address) and len(address) <= 20 and "\n" not in address:
        return f"••• {address[-4:]}"
    return ""


def _roles(told: Told) -> str:
    between = "、" if current_language() == "zh" else ", "
    return between.join(role_text(role) for role in told.roles)


def _moments(view: CaseView, told: Told, fate: Fate) -> list[dict[str, str]]:
    """When it was written, and all that followed, in the order of time."""
    waits = told.not_before is not None and fate in (Fate.PUT_OFF, Fate.LATER)
    shown = fate is Fate.SHOWN
    found = [
        (gettext("written"), told.created_at),
        (gettext("left"), None if shown else told.sent_at),
        (gettext("given up"), told.failed_at),
        (gettext("opened by its link"), told.opened_at),
        (gettext("read"), told.read_at),
        (
            gettext("next try") if fate is Fate.PUT_OFF else gettext("leaves"),
            told.not_before if waits else None,
        ),
    ]
    return [
        {"text": text, "iso": iso(at), "at_text": near_moment_text(at, zone=view.zone, now=view.now)}
        for text, at in found
        if at is not None
    ]
