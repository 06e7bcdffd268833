"""What the pages of articles call states and readers, and an article's text as they show it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from amends.knowledge.rules import Audience, Content, Line, State, compare
from amends.policy.document import Policy
from web.categories import category_text
from web.edge.visit import Visit
from web.i18n import current_language, gettext
from web.i18n import mark as _
from web.markdown import rendered
from web.view import Shown

HOME = "/portal/articles"
ARTICLE = HOME + "/{article_id:uuid}"

AUDIENCES = {
    Audience.STAFF: (_("Staff only"), "", "users"),
    Audience.COMPLAINANTS: (_("Complainants too"), "calm", "globe"),
}
STATES = {
    State.DRAFT: (_("Draft"), "", "pencil"),
    State.PROPOSED: (_("To be approved"), "warn", "hourglass"),
    State.APPROVED: (_("Current"), "good", "circle-check"),
    State.RETIRED: (_("Retired"), "", "archive"),
}
_FIELDS = (
    ("title_zh", _("Title in Chinese")),
    ("title_en", _("Title in English")),
    ("body_zh", _("Text in Chinese")),
    ("body_en", _("Text in English")),
)


def today_of(visit: Visit) -> date:
    """Where the organisation is: reviews fall due for all of its people at once."""
    return visit.now.astimezone(visit.zone).date()


def badge_of(shown: tuple[str, str, str]) -> dict[str, str]:
    text, kind, icon = shown
    return {"text": gettext(text), "kind": kind, "icon": icon}


def badges(state: str, in_use: int | None, audience: str) -> list[dict[str, str]]:
    """Another text may be in use while one is written: both are said."""
    found = [badge_of(STATES[State(state)])]
    if in_use is not None and state != State.APPROVED:
        found.insert(0, badge_of(STATES[State.APPROVED]))
    return [*found, badge_of(AUDIENCES[Audience(audience)])]


def categories_text(codes: Iterable[str], policy: Policy) -> str:
    comma = "、" if current_language() == "zh" else ", "
    return comma.join(category_text(policy, code) for code in codes)


def text_shown(content: Content, language: str | None = None) -> dict[str, Any]:
    """In the reader's language where it is there; marked with the one it is in."""
    wanted = language or current_language()
    title, body = content.in_language(wanted)
    other = "en" if wanted == "zh" else "zh"
    spoken = wanted if title == (content.title_zh if wanted == "zh" else content.title_en) else other
    return {"title": Shown(title, spoken), "body": Shown(body, spoken, rendered(body))}


def both_shown(content: Content) -> list[dict[str, Any]]:
    """Each language that says something, the reader's first."""
    texts = {"zh": (content.title_zh, content.body_zh), "en": (content.title_en, content.body_en)}
    order = ("zh", "en") if current_language() == "zh" else ("en", "zh")
    return [
        {
            "language": language,
            "title": Shown(texts[language][0], language),
            "body": Shown(texts[language][1], language, rendered(texts[language][1])),
        }
        for language in order
        if any(texts[language])
    ]


def differences(old: Content, new: Content, policy: Policy) -> list[dict[str, Any]]:
    """Field by field, what differs."""
    found = [_difference(gettext(label), getattr(old, name), getattr(new, name)) for name, label in _FIELDS]
    found.append(
        _difference(
            gettext("Categories"),
            "\n".join(category_text(policy, code) for code in old.categories),
            "\n".join(category_text(policy, code) for code in new.categories),
        )
    )
    found.append(_difference(gettext("Who reads it"), _audience(old), _audience(new)))
    return [each for each in found if each["lines"]]


def _difference(label: str, old: str, new: str) -> dict[str, Any]:
    return {"label": label, "lines": _lines(compare(old, new))}


def _lines(found: Sequence[Line]) -> list[dict[str, str]]:
    return [{"change": str(each.change), "text": each.text} for each in found]


def _audience(content: Content) -> str:
    return gettext(AUDIENCES[Audience(content.audience)][0])
