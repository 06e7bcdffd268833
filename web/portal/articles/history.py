"""What an article said before: every approved text, and what differs between two of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from amends.errors import NotFound
from amends.knowledge.queries import authors_of, content_of, names_of, one_article, version, versions
from amends.knowledge.rules import Audience
from amends.knowledge.tables import Version
from tenants.desks import desk_in_force
from web.edge.visit import AnyRequest, Visit, visit_of
from web.formats import iso, moment_text
from web.i18n import current_language
from web.portal.articles.words import (
    ARTICLE,
    AUDIENCES,
    HOME,
    badge_of,
    both_shown,
    categories_text,
    differences,
)
from web.portal.frame import portal_page
from web.portal.sub_page import READ
from web.rendering import zone_of
from web.typed import asked


@get(f"{ARTICLE}/versions", opt=READ)
async def listed(request: AnyRequest, article_id: FromPath[UUID]) -> Response[Any]:
    """With what the newest changed, or any two that are chosen."""
    visit = visit_of(request)
    await one_article(article_id, visit.staff)
    found = await versions(article_id)
    policy = (await desk_in_force(visit.tenant, visit.settings)).policy
    names = await names_of({each.approved_by for each in found}.union(*map(authors_of, found)))
    old, new = _chosen(request, found)
    by_number = {each.number: each for each in found}
    return await portal_page(
        request,
        "portal/article_versions.html",
        area="articles",
        url=f"{HOME}/{article_id}",
        title=_title(found),
        versions=[_line(each, visit, names) for each in found],
        numbers=[(str(each.number), str(each.number)) for each in found],
        old=old,
        new=new,
        differences=differences(content_of(by_number[old]), content_of(by_number[new]), policy)
        if old
        else [],
    )


@get(f"{ARTICLE}/versions/{{number:int}}", opt=READ)
async def one(request: AnyRequest, article_id: FromPath[UUID], number: FromPath[int]) -> Response[Any]:
    visit = visit_of(request)
    article = await one_article(article_id, visit.staff)
    if not 0 < number < 1_000_000:
        raise NotFound()
    found = await version(article_id, number)
    content = content_of(found)
    policy = (await desk_in_force(visit.tenant, visit.settings)).policy
    names = await names_of({found.approved_by, *authors_of(found)})
    return await portal_page(
        request,
        "portal/article_version.html",
        area="articles",
        url=f"{HOME}/{article_id}",
        title=_title([found]),
        version=_line(found, visit, names),
        in_use=article.in_use == number,
        audience=badge_of(AUDIENCES[Audience(content.audience)]),
        categories_text=categories_text(content.categories, policy),
        texts=both_shown(content),
    )


def _line(row: Version, visit: Visit, names: Mapping[UUID, str]) -> dict[str, Any]:
    comma = "、" if current_language() == "zh" else ", "
    return {
        "url": f"{HOME}/{row.article_id}/versions/{row.number}",
        "number": row.number,
        "approved_text": moment_text(row.approved_at, zone=zone_of(visit)),
        "approved_iso": iso(row.approved_at),
        "approved_by": names.get(row.approved_by, ""),
        "authors_text": comma.join(sorted(names.get(each, "") for each in authors_of(row))),
    }


def _chosen(request: AnyRequest, found: Sequence[Version]) -> tuple[int, int]:
    """The last two, where nothing else that is there is asked for; 0 where there are no two."""
    numbers = sorted(each.number for each in found)
    if len(numbers) < 2:
        return 0, 0
    wanted = [asked(request, "old"), asked(request, "new")]
    chosen = [int(each) for each in wanted if each.isdecimal() and len(each) < 7 and int(each) in numbers]
    return (chosen[0], chosen[1]) if len(chosen) == 2 else (numbers[-2], numbers[-1])


def _title(found: Sequence[Version]) -> str:
    return content_of(found[0]).in_language(current_language())[0] if found else ""


routes: list[Any] = [listed, one]
