"""The articles that may help with a case, on its own page, and one of them in the reply."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from amends.complaints.desk import Desk
from amends.complaints.queries import CaseFile
from amends.knowledge.rules import Audience
from amends.knowledge.suggesting import Suggested, suggested
from amends.policy.categories import path
from web.edge.visit import AnyRequest, Visit, visit_of
from web.i18n import language_of
from web.portal.articles.reading import words_for_reply
from web.portal.articles.words import AUDIENCES, HOME, badge_of, text_shown
from web.rendering import new_form
from web.typed import asked
from web.view import FormView

MOST = 5
MESSAGE = "message"
_QUERY = "article"


async def articles_panel(file: CaseFile, desk: Desk, visit: Visit, acts: list[str]) -> list[dict[str, Any]]:
    """One statement, and none where the organisation has no article in use; nothing in what has ended."""
    if not file.has_articles or visit.guest is not None or file.row.closed_at is not None:
        return []
    row = file.row
    code = str(row.category)
    found = await suggested(
        categories=path(desk.policy, code) if code in desk.policy.categories else [code],
        texts=[str(row.subject), str(row.narrative)],
        audience=None,
        most=MOST,
    )
    return [_line(each, file, writes=MESSAGE in acts) for each in found]


def _line(each: Suggested, file: CaseFile, *, writes: bool) -> dict[str, Any]:
    language = urlencode({"language": str(file.row.language)})
    put = urlencode({_QUERY: str(each.id), "language": str(file.row.language)})
    return {
        "id": str(each.id),
        "url": f"{HOME}/{each.id}",
        "title": text_shown(each.content)["title"],
        "badge": badge_of(AUDIENCES[Audience(each.content.audience)]),
        "beside_url": f"{HOME}/{each.id}/beside?{language}",
        "reply_url": f"{HOME}/{each.id}/reply?{language}",
        "put_url": f"/portal/cases/{file.row.id}?{put}#acts" if writes else "",
    }


async def form_with_article(request: AnyRequest) -> FormView:
    """Without scripts a button leads here: the message is filled in already."""
    try:
        article_id = UUID(asked(request, _QUERY))
    except ValueError:
        return new_form()
    language = language_of(asked(request, "language"))
    words = await words_for_reply(article_id, visit_of(request), language)
    empty = new_form()
    return FormView(form_id=empty.form_id, act=MESSAGE, values={"body": words})
