"""An article is begun and written on; whoever saves second sees what the first one changed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from amends.complaints.desk import Desk
from amends.errors import Invalid
from amends.knowledge import operations as articles
from amends.knowledge.queries import content_of, one_article
from amends.knowledge.rules import Audience, Content
from amends.people.rights import Right
from amends.policy.categories import ordered
from amends.policy.document import Policy
from tenants.desks import desk_in_force
from web.categories import category_text, filter_options
from web.edge.visit import AnyRequest, Visit, visit_of
from web.i18n import gettext
from web.portal.articles.words import ARTICLE, AUDIENCES, HOME, differences
from web.portal.frame import portal_page
from web.portal.letters.acting import acted
from web.portal.sub_page import READ
from web.rendering import new_form
from web.typed import Typed, typed_in
from web.view import FormView

TEXT = "text"
"""The act of saving."""
_WRITE = {**READ, "right": Right.WRITE_ARTICLES}
_USUAL = {"audience": str(Audience.STAFF), "review_months": "12"}
_TEXTS = ("title_zh", "title_en", "body_zh", "body_en")


@get(f"{HOME}/new", opt=_WRITE)
async def new_article(request: AnyRequest) -> Response[Any]:
    return await _new_page(request, new_form(**_USUAL))


@post(f"{HOME}/new", status_code=200, opt=_WRITE)
async def begun(request: AnyRequest) -> Response[Any]:
    made: list[UUID] = []

    async def do(visit: Visit, typed: Typed) -> None:
        policy = (await desk_in_force(visit.tenant, visit.settings)).policy
        made.append(await articles.begin(_content(typed, policy), by=visit.staff, now=visit.now))

    async def again(form: FormView, status: int) -> Response[Any]:
        return await _new_page(request, form, status=status)

    def location() -> str:
        return f"{HOME}/{made[0]}" if made else f"{HOME}?show=drafts"

    return await acted(request, do, act="", again=again, location=location, done="saved")


@get(f"{ARTICLE}/edit", opt=_WRITE)
async def edit(request: AnyRequest, article_id: FromPath[UUID]) -> Response[Any]:
    return await edit_page(request, article_id, new_form())


async def edit_page(
    request: AnyRequest, article_id: UUID, form: FormView, *, status: int = 200
) -> Response[Any]:
    """A form that comes back because somebody else has saved shows what differs, and may then be saved."""
    visit = visit_of(request)
    article = await one_article(article_id, visit.staff)
    policy = (await desk_in_force(visit.tenant, visit.settings)).policy
    now, own = content_of(article), form.for_act(TEXT)
    beside: list[dict[str, Any]] = []
    if own.failed:
        typed = await typed_in(request)
        if typed.text("seen") != str(article.changes):
            beside = differences(now, _content(typed, policy, kept=now.categories, strict=False), policy)
    else:
        own = FormView(form_id=own.form_id, act=own.act, values=_values(now))
    return await portal_page(
        request,
        "portal/article_edit.html",
        area="articles",
        status=status,
        url=f"{HOME}/{article_id}",
        action=f"{HOME}/{article_id}/{TEXT}",
        title=now.in_language(visit.language)[0] or now.title_zh or now.title_en,
        seen=article.changes,
        differences=beside,
        form=own,
        in_use=article.in_use is not None,
        **_choices(policy, now.categories),
    )


async def save(_desk: Desk, article_id: UUID, typed: Typed, visit: Visit) -> None:
    policy = (await desk_in_force(visit.tenant, visit.settings)).policy
    kept = content_of(await one_article(article_id, visit.staff)).categories
    seen = int(typed.text("seen")) if typed.text("seen").isdecimal() else -1
    content = _content(typed, policy, kept=kept)
    await articles.save(article_id, content, seen=seen, by=visit.staff, now=visit.now)


async def _new_page(request: AnyRequest, form: FormView, *, status: int = 200) -> Response[Any]:
    visit = visit_of(request)
    policy = (await desk_in_force(visit.tenant, visit.settings)).policy
    return await portal_page(
        request,
        "portal/article_edit.html",
        area="articles",
        status=status,
        url=HOME,
        action=f"{HOME}/new",
        title="",
        seen=0,
        differences=[],
        form=form,
        in_use=False,
        **_choices(policy, ()),
    )


def _choices(policy: Policy, kept: tuple[str, ...]) -> dict[str, Any]:
    """Also the categories it has that the policy has no more, so that saving takes none away unseen."""
    known = ordered(policy.categories)
    everything = dict(filter_options(policy, ""))
    shown = [(code, name) for code, name in everything.items() if code in policy.categories]
    if len(shown) < len(known):
        shown = [(code, category_text(policy, code)) for code in known]
    return {
        "category_options": [*shown, *((code, code) for code in kept if code not in policy.categories)],
        "audiences": [(str(code), gettext(text)) for code, (text, _kind, _icon) in AUDIENCES.items()],
    }


def _values(content: Content) -> dict[str, object]:
    return {
        **{name: getattr(content, name) for name in _TEXTS},
        "audience": content.audience,
        "review_months": str(content.review_months),
        "category": list(content.categories),
    }


def _content(typed: Typed, policy: Policy, *, kept: tuple[str, ...] = (), strict: bool = True) -> Content:
    months = typed.text("review_months").strip()
    if strict and not (months.isascii() and months.isdigit() and len(months) < 4):
        raise Invalid({"review_months": "Please give a whole number of months from 1 to 60."})
    audience = typed.text("audience")
    return Content(
        audience=audience if strict or audience in set(Audience) else str(Audience.STAFF),
        categories=tuple(code for code in typed.all("category") if code in policy.categories or code in kept),
        review_months=int(months) if strict else 0,
        **{name: typed.text(name) for name in _TEXTS},
    )


routes: list[Any] = [new_article, begun, edit]
