"""One article: what is in use, what is being written, and what may be done about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import MediaType, Response, get
from litestar.params import FromPath

from amends.complaints.desk import Desk
from amends.errors import NotFound
from amends.knowledge import operations as articles
from amends.knowledge.queries import (
    answered,
    authors_of,
    content_of,
    may_see_drafts,
    names_of,
    one_article,
    version,
)
from amends.knowledge.rules import Audience, Content, State, may_approve
from amends.knowledge.tables import Article, Version
from amends.people.rights import Right
from tenants.desks import desk_in_force
from web.edge.visit import AnyRequest, Visit, visit_of
from web.formats import day_text, iso, moment_text
from web.i18n import current_language, language_of
from web.portal.articles.words import (
    ARTICLE,
    HOME,
    badges,
    both_shown,
    categories_text,
    differences,
    text_shown,
    today_of,
)
from web.portal.articles.writing import TEXT, edit_page, save
from web.portal.frame import portal_page
from web.portal.sub_page import READ, Form, SubPage
from web.rendering import new_form, page, zone_of
from web.typed import Typed, asked
from web.view import FormView


@get(ARTICLE, opt=READ)
async def look(request: AnyRequest, article_id: FromPath[UUID]) -> Response[Any]:
    return await _page(request, article_id, new_form())


@get(f"{ARTICLE}/beside", opt=READ)
async def beside(request: AnyRequest, article_id: FromPath[UUID]) -> Response[Any]:
    """The text alone, to be read beside a case."""
    content = await _in_use(article_id, visit_of(request))
    shown = text_shown(content, language_of(asked(request, "language")))
    return page(request, "portal/_article_text.html", article_id=str(article_id), text=shown["body"])


@get(f"{ARTICLE}/reply", opt=READ, media_type=MediaType.TEXT)
async def reply(request: AnyRequest, article_id: FromPath[UUID]) -> str:
    return await words_for_reply(article_id, visit_of(request), language_of(asked(request, "language")))


async def words_for_reply(article_id: UUID, visit: Visit, language: str | None) -> str:
    """Complainants get an address of what they may read themselves; else what it says, to be made one's own."""
    content = await _in_use(article_id, visit)
    title, body = content.in_language(language or current_language())
    if content.audience == Audience.COMPLAINANTS:
        desk = await desk_in_force(visit.tenant, visit.settings)
        return f"{title}\n{desk.base_url}/help/{article_id}"
    return body


async def _in_use(article_id: UUID, visit: Visit) -> Content:
    article = await one_article(article_id, visit.staff)
    if article.in_use is None:
        raise NotFound()
    return content_of(await version(article_id, article.in_use))


async def _page(request: AnyRequest, article_id: UUID, form: FormView, *, status: int = 200) -> Response[Any]:
    visit = visit_of(request)
    if form.act == TEXT:
        return await edit_page(request, article_id, form, status=status)
    article = await one_article(article_id, visit.staff)
    policy = (await desk_in_force(visit.tenant, visit.settings)).policy
    used = await version(article_id, article.in_use) if article.in_use is not None else None
    writes, written = may_see_drafts(visit.staff), content_of(article)
    drafted = writes and article.state in (State.DRAFT, State.PROPOSED)
    content = content_of(used) if used is not None else written
    people = {article.changed_by, article.proposed_by, article.returned_by, *authors_of(article)} - {None}
    names = await names_of(people | ({used.approved_by} if used is not None else set()))
    acts = _acts(article, visit)
    ever, lately = await answered(article_id, today=today_of(visit))
    return await portal_page(
        request,
        "portal/article.html",
        area="articles",
        status=status,
        url=f"{HOME}/{article_id}",
        title=content.in_language(visit.language)[0] or content.title_zh or content.title_en,
        badges=badges(str(article.state) if writes or used is None else State.APPROVED, article.in_use, content.audience),
        categories_text=categories_text(content.categories, policy),
        texts=both_shown(content),
        used=_used(article, visit, names, used) if used is not None else {},
        draft=both_shown(written) if drafted and used is not None else [],
        differences=differences(content, written, policy) if drafted and used is not None else [],
        state=str(article.state) if writes else "",
        written_text=names.get(article.changed_by, "") if writes and article.changed_by else "",
        changed_text=moment_text(article.changed_at, zone=zone_of(visit)),
        changed_iso=iso(article.changed_at),
        returned=_returned(article, names) if drafted else {},
        public_url=f"/help/{article_id}" if used is not None and content.audience == Audience.COMPLAINANTS else "",
        answered=ever,
        answered_lately=lately,
        seen=article.changes,
        acts=acts,
        yours=article.state == State.PROPOSED and visit.staff.id in authors_of(article),
        edit_url=f"{HOME}/{article_id}/edit" if visit.staff.may(Right.WRITE_ARTICLES) else "",
        history_url=f"{HOME}/{article_id}/versions" if used is not None or writes else "",
        form=form,
        problem="" if form.act in acts else form.message,
        not_sent=form.written(),
    )  # fmt: skip


def _acts(article: Article, visit: Visit) -> list[str]:
    proposed = article.state == State.PROPOSED
    approves = visit.staff.may(Right.APPROVE_ARTICLES)
    late = article.review_on is not None and article.review_on <= today_of(visit)
    offered = {
        "proposal": article.state == State.DRAFT and visit.staff.may(Right.WRITE_ARTICLES),
        "approval": proposed and may_approve(visit.staff.id, visit.staff.rights, authors_of(article)),
        "return": proposed and approves,
        "confirmation": late and approves,
        "retirement": article.state != State.RETIRED and approves,
    }
    return [act for act, may in offered.items() if may]


def _used(article: Article, visit: Visit, names: Mapping[UUID, str], used: Version) -> dict[str, Any]:
    return {
        "number": used.number,
        "by": names.get(used.approved_by, ""),
        "text": moment_text(used.approved_at, zone=zone_of(visit)),
        "iso": iso(used.approved_at),
        "review_text": day_text(article.review_on) if article.review_on else "",
        "review_late": article.review_on is not None and article.review_on <= today_of(visit),
    }


def _returned(article: Article, names: Mapping[UUID, str]) -> dict[str, str]:
    """Why it came back, until it is proposed again."""
    if article.returned_at is None or (article.proposed_at and article.proposed_at > article.returned_at):
        return {}
    return {"by": names.get(article.returned_by, ""), "reason": str(article.returned_reason)}


async def _propose(_desk: Desk, article_id: UUID, typed: Typed, visit: Visit) -> None:
    await articles.propose(article_id, seen=_seen(typed), by=visit.staff, now=visit.now)


async def _approve(_desk: Desk, article_id: UUID, typed: Typed, visit: Visit) -> None:
    on = today_of(visit)
    await articles.approve(article_id, seen=_seen(typed), on=on, by=visit.staff, now=visit.now)


async def _give_back(_desk: Desk, article_id: UUID, typed: Typed, visit: Visit) -> None:
    reason = typed.text("reason")
    await articles.give_back(article_id, seen=_seen(typed), reason=reason, by=visit.staff, now=visit.now)


async def _retire(_desk: Desk, article_id: UUID, typed: Typed, visit: Visit) -> None:
    await articles.retire(article_id, seen=_seen(typed), by=visit.staff, now=visit.now)


async def _confirm(_desk: Desk, article_id: UUID, _typed: Typed, visit: Visit) -> None:
    await articles.confirm(article_id, on=today_of(visit), by=visit.staff, now=visit.now)


def _seen(typed: Typed) -> int:
    return int(typed.text("seen")) if typed.text("seen").isdecimal() else -1


async def _desk(visit: Visit, _article: UUID) -> Desk:
    """An article is nobody's case: what is in force counts."""
    return await desk_in_force(visit.tenant, visit.settings)


FORMS = {
    TEXT: Form(Right.WRITE_ARTICLES, save),
    "proposal": Form(Right.WRITE_ARTICLES, _propose),
    "approval": Form(Right.APPROVE_ARTICLES, _approve),
    "return": Form(Right.APPROVE_ARTICLES, _give_back),
    "retirement": Form(Right.APPROVE_ARTICLES, _retire),
    "confirmation": Form(Right.APPROVE_ARTICLES, _confirm),
}
routes: list[Any] = [
    look,
    beside,
    reply,
    *SubPage("article", ARTICLE, _page, FORMS, desk=_desk).routes(),
]
