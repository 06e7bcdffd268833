"""What staff and complainants read of articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

import msgspec

from amends.database.rows import select_all, select_one
from amends.database.scope import fetch, fetch_one
from amends.errors import NotFound
from amends.knowledge.rules import Audience, Content
from amends.knowledge.tables import Article, Version
from amends.people.actor import Actor
from amends.people.rights import Right

PAGE: Final = 25
MOST_WORDS: Final = 8
COUNTED: Final = timedelta(days=90)

EXIST: Final = "EXISTS (SELECT FROM knowledge_article k WHERE k.tenant_id = complaint.tenant_id AND k.in_use IS NOT NULL)"
"""Beside a case's own row: an organisation without articles pays no statement for them."""


class View(StrEnum):
    IN_USE = "in-use"
    DRAFTS = "drafts"
    PROPOSED = "proposed"
    REVIEW = "review"
    """In use, and somebody is to look whether it is still right."""
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a list, with the words of what the view is about."""

    id: UUID
    state: str
    in_use: int | None
    audience: str
    categories: tuple[str, ...]
    title_zh: str
    title_en: str
    review_on: date | None

    def title(self, language: str) -> str:
        return (self.title_zh or self.title_en) if language == "zh" else (self.title_en or self.title_zh)


@dataclass(frozen=True, slots=True)
class Found:
    lines: Sequence[Listed]
    page: int
    more: bool


_CONDITIONS: Final = {
    View.IN_USE: "a.in_use IS NOT NULL",
    View.DRAFTS: "a.state = 'draft'",
    View.PROPOSED: "a.state = 'proposed'",
    View.REVIEW: "a.in_use IS NOT NULL AND a.review_on <= $1",
    View.RETIRED: "a.state = 'retired'",
}
_OF_VERSIONS: Final = frozenset({View.IN_USE, View.REVIEW})
_LINES: Final = """
    SELECT a.id, a.state, a.in_use, t.audience, t.categories, t.title_zh, t.title_en, a.review_on
    FROM knowledge_article a {texts} WHERE $1::date IS NOT NULL AND {condition} ORDER BY {order} LIMIT {most} OFFSET {skip}"""
_IN_USE: Final = (
    "JOIN knowledge_version t ON t.tenant_id = a.tenant_id AND t.article_id = a.id AND t.number = a.in_use"
)
_ANY_PUBLIC: Final = (
    f"SELECT EXISTS (SELECT FROM knowledge_article a {_IN_USE} WHERE t.audience = 'complainants') AS there"  # noqa: S608
)
_WRITTEN: Final = "JOIN knowledge_article t ON t.tenant_id = a.tenant_id AND t.id = a.id"


def may_see_drafts(reader: Actor) -> bool:
    return reader.may(Right.WRITE_ARTICLES) or reader.may(Right.APPROVE_ARTICLES)


async def listing(
    view: View,
    *,
    today: date,
    words: str = "",
    categories: Sequence[str] = (),
    audience: Audience | None = None,
    page: int = 1,
) -> Found:
    """Every one of `words` stands in it, in either language; of any of `categories`, or none: all."""
    conditions, values = [_CONDITIONS[view]], [today]
    bound: list[object] = [*values]
    for word in words.split()[:MOST_WORDS]:
        bound.append(f"%{_plain(word)}%")
        conditions.append(f"concat_ws(' ', t.title_zh, t.title_en, t.body_zh, t.body_en) ILIKE ${len(bound)}")
    if categories:
        bound.append(list(categories))
        conditions.append(f"t.categories ?| ${len(bound)}::text[]")
    if audience is not None:
        bound.append(str(audience))
        conditions.append(f"t.audience = ${len(bound)}")
    page = max(page, 1)
    rows = await fetch(
        _LINES.format(
            texts=_IN_USE if view in _OF_VERSIONS else _WRITTEN,
            condition=" AND ".join(conditions),
            order="a.review_on, a.id" if view is View.REVIEW else "a.changed_at DESC, a.id",
            most=PAGE + 1,
            skip=(page - 1) * PAGE,
        ),
        *bound,
    )
    return Found([_listed(row) for row in rows[:PAGE]], page, len(rows) > PAGE)


async def counts(today: date) -> Mapping[View, int]:
    """Of what waits for somebody."""
    row = await fetch_one(
        """SELECT count(*) FILTER (WHERE state = 'draft') AS drafts, count(*) FILTER (WHERE state = 'proposed') AS proposed,
            count(*) FILTER (WHERE in_use IS NOT NULL AND review_on <= $1) AS review FROM knowledge_article""",
        today,
    )
    assert row is not None
    return {View.DRAFTS: row["drafts"], View.PROPOSED: row["proposed"], View.REVIEW: row["review"]}


async def one_article(article_id: UUID, reader: Actor) -> Article:
    """NotFound for another organisation's, and for what nobody has approved where the reader writes nothing."""
    article = await select_one(Article, "WHERE id = $1", article_id)
    if article is None or (article.in_use is None and not may_see_drafts(reader)):
        raise NotFound()
    return article


async def version(article_id: UUID, number: int) -> Version:
    found = await select_one(Version, "WHERE article_id = $1 AND number = $2", article_id, number)
    if found is None:
        raise NotFound()
    return found


async def versions(article_id: UUID) -> list[Version]:
    """Newest first."""
    return await select_all(Version, "WHERE article_id = $1 ORDER BY number DESC", article_id)


async def public_version(article_id: UUID) -> Version:
    """What complainants may read of it, NotFound where that is nothing."""
    found = await select_one(
        Version,
        """AS v WHERE v.article_id = $1 AND v.audience = 'complainants' AND v.number = (
            SELECT a.in_use FROM knowledge_article a WHERE a.tenant_id = v.tenant_id AND a.id = v.article_id)""",
        article_id,
    )
    if found is None:
        raise NotFound()
    return found


async def any_public() -> bool:
    row = await fetch_one(_ANY_PUBLIC)
    return row is not None and bool(row["there"])


async def answered(article_id: UUID, *, today: date) -> tuple[int, int]:
    """How often it was said that it answered: ever, and lately."""
    row = await fetch_one(
        """SELECT coalesce(sum(times), 0) AS ever, coalesce(sum(times) FILTER (WHERE day > $2), 0) AS lately
        FROM knowledge_answered WHERE article_id = $1""",
        article_id,
        today - COUNTED,
    )
    assert row is not None
    return int(row["ever"]), int(row["lately"])


async def names_of(people: set[UUID]) -> Mapping[UUID, str]:
    rows = await fetch("SELECT id, name FROM person WHERE id = ANY($1::uuid[])", list(people))
    return {row["id"]: row["name"] for row in rows}


def content_of(row: Article | Version) -> Content:
    return Content(
        audience=str(row.audience),
        categories=msgspec.json.decode(str(row.categories), type=tuple[str, ...]),
        title_zh=str(row.title_zh),
        title_en=str(row.title_en),
        body_zh=str(row.body_zh),
        body_en=str(row.body_en),
        review_months=int(row.review_months) if isinstance(row, Article) else 0,
    )


def authors_of(row: Article | Version) -> frozenset[UUID]:
    return msgspec.json.decode(str(row.authors), type=frozenset[UUID])


def _listed(row: Mapping[str, Any]) -> Listed:
    plain = {name: row[name] for name in Listed.__dataclass_fields__ if name != "categories"}
    return Listed(**plain, categories=msgspec.json.decode(row["categories"], type=tuple[str, ...]))


def _plain(word: str) -> str:
    """Its percent signs and underlines mean themselves."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
