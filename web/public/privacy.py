"""The privacy notice somebody agrees to by sending the form: which text exactly, so that it can be shown years later."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from amends.errors import DomainError
from web.edge.visit import Visit
from web.house import text_shown
from web.i18n import gettext
from web.typed import Typed


class NoticeChanged(DomainError):
    code = "privacy-notice-changed"
    status = 409
    message = "What we do with what you tell us was worded anew while you were writing. Nothing is sent yet."
    hint = "Please look at it, then send the form."


def notice_mark(visit: Visit) -> str:
    """Version of the organisation's settings, language, and the text's own fingerprint."""
    notice = text_shown(visit.house, "privacy")
    print_ = hashlib.sha256(notice.text.encode()).hexdigest()[:16]
    return f"{visit.house.version}:{notice.language}:{print_}"


def agreed_to(visit: Visit, typed: Typed) -> str:
    """What the form says was shown; "" of a form that shows none. NoticeChanged when it is another text by now."""
    shown, now = typed.text("privacy"), notice_mark(visit)
    if not shown or _text(shown) == _text(now):
        return now if shown else ""
    raise NoticeChanged()


def agreed_text(mark: str) -> str:
    return gettext("Agreed to the privacy notice, version %(number)s") % {"number": mark.partition(":")[0]}


def said_at_intake(detail: Mapping[str, Any]) -> list[str]:
    """Of a complaint's first entry: of the recording of the call, of consent."""
    told = {
        True: gettext("The caller was told that the call is recorded"),
        False: gettext("Nobody told the caller that the call is recorded"),
    }
    consent = {
        "yes": gettext("The use of health data was agreed to"),
        "no": gettext("The use of health data was not agreed to"),
        "open": gettext("Nobody said whether health data may be used"),
    }
    found = (told.get(detail.get("recording_told", "")), consent.get(detail.get("health_consent", "")))
    return [text for text in found if text]


def _text(mark: str) -> str:
    """Other settings may have changed meanwhile; another language is another text, and says the same."""
    return mark.rpartition(":")[2]
