"""What an organisation has answered already: to be read by anybody, and beside the form before it is sent."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Template

from amends.knowledge.operations import count_answered
from amends.knowledge.queries import View, content_of, listing, public_version
from amends.knowledge.rules import Audience, Content
from amends.knowledge.suggesting import suggested
from amends.people.rates import ANSWERED
from amends.policy.categories import path
from amends.policy.document import Policy
from tenants.desks import desk_in_force
from web.categories import category_text, chosen_category
from web.edge.visit import AnyRequest, visit_of
from web.i18n import current_language
from web.markdown import rendered
from web.rendering import go, page
from web.typed import Typed, asked, typed_in
from web.view import Shown

HELP = "/help"
FOUND = "/complaints/new/help"
_ARTICLE = HELP + "/{article_id:uuid}"
_MOST = 3
_SHORTEST = 12
"""Characters of a story: fewer tell nothing of what it is about."""
_WHOLE = 1500
"""Characters of an answer that still stand whole beside the form."""


@get(HELP)
async def listed(request: AnyRequest) -> Template:
    visit, words, number = visit_of(request), asked(request, "q").strip()[:200], asked(request, "page")
    today = visit.now.astimezone(visit.zone).date()
    found = await listing(
        View.IN_USE,
        today=today,
        words=words,
        audience=Audience.COMPLAINANTS,
        page=int(number[:4]) if number.isdecimal() else 1,
    )
    policy = (await desk_in_force(visit.tenant, visit.settings)).policy
    return page(
        request,
        "public/help.html",
        q=words,
        articles=[
            {
                "url": f"{HELP}/{each.id}",
                "title": each.title(current_language()),
                "categories_text": _categories(each.categories, policy),
            }
            for each in found.lines
        ],
        newer_url=_address(words, found.page - 1) if found.page > 1 else "",
        older_url=_address(words, found.page + 1) if found.more else "",
    )


@get(_ARTICLE)
async def one(request: AnyRequest, article_id: FromPath[UUID]) -> Template:
    content = content_of(await public_version(article_id))
    title, body = _shown(content)
    return page(request, "public/help_article.html", article_id=str(article_id), title=title, body=body)


@post(f"{_ARTICLE}/answered", status_code=200, opt={"limits": (ANSWERED,)})
async def answered(request: AnyRequest, article_id: FromPath[UUID]) -> Response[Any]:
    """Said by whoever wants to say so; nothing else that they typed comes along or is kept."""
    visit = visit_of(request)
    await count_answered(article_id, on=visit.now.astimezone(visit.zone).date())
    return go(f"{HELP}/{article_id}", done="answered")


@post(FOUND, status_code=200)
async def found_for_form(request: AnyRequest) -> Template:
    """Asked for while the form is filled in."""
    visit, typed = visit_of(request), await typed_in(request)
    policy = (await desk_in_force(visit.tenant, visit.settings)).policy
    return page(request, "public/_help_found.html", **await help_found(policy, typed))


async def help_found(policy: Policy, typed: Typed) -> dict[str, Any]:
    """Articles for what is written so far; nothing is asked for before there is a category and a story."""
    category = chosen_category(policy, typed.text)
    narrative = typed.text("narrative").strip()
    if category not in policy.categories or len(narrative) < _SHORTEST:
        return {"help_found": []}
    found = await suggested(
        categories=path(policy, category),
        texts=[typed.text("subject"), narrative],
        audience=Audience.COMPLAINANTS,
        most=_MOST,
    )
    return {"help_found": [_answer(str(each.id), each.content) for each in found]}


def _answer(article_id: str, content: Content) -> dict[str, Any]:
    title, body = _shown(content)
    whole = len(body.text) <= _WHOLE
    return {
        "id": article_id,
        "url": f"{HELP}/{article_id}",
        "title": title,
        "body": body if whole else Shown(),
    }


def _shown(content: Content) -> tuple[Shown, Shown]:
    """Both languages are there: nothing is approved for complainants without."""
    language = current_language()
    title, body = content.in_language(language)
    return Shown(title, language), Shown(body, language, rendered(body))


def _address(words: str, number: int) -> str:
    return f"{HELP}?{urlencode({'q': words, 'page': number} if words else {'page': number})}"


def _categories(codes: tuple[str, ...], policy: Policy) -> str:
    comma = "、" if current_language() == "zh" else ", "
    return comma.join(category_text(policy, code) for code in codes if code in policy.categories)


routes: list[Any] = [listed, one, answered, found_for_form]
