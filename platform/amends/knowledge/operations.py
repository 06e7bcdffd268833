"""An article is written, proposed, approved by somebody else, looked at again and retired; what was approved stays."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec

from amends.audit.operations import record
from amends.complaints.texts import LONGEST_PARAGRAPH, Texts, prose
from amends.database.rows import insert_values, select_one
from amends.database.scope import current_tenant, execute
from amends.errors import NotFound
from amends.knowledge.queries import authors_of, content_of
from amends.knowledge.refusals import ArticleChanged, ArticleMoved, OwnArticle
from amends.knowledge.rules import (
    LONGEST_REVIEW,
    Audience,
    Content,
    State,
    lacking,
    may_approve,
    months_later,
)
from amends.knowledge.tables import Article, Version, Word
from amends.knowledge.words import kept_of
from amends.people.actor import Actor
from amends.people.rights import Right


async def begin(content: Content, *, by: Actor, now: datetime) -> UUID:
    """Nothing of it need be complete but a title."""
    by.demand(Right.WRITE_ARTICLES)
    article_id = uuid4()
    await Article.insert(
        Article(
            id=article_id,
            state=State.DRAFT,
            **_columns(_fit(content)),
            authors=msgspec.json.encode([by.id]).decode(),
            created_at=now,
            changed_at=now,
            changed_by=by.id,
        )
    )
    await _told("article-begun", article_id, by, now)
    return article_id


async def save(article_id: UUID, content: Content, *, seen: int, by: Actor, now: datetime) -> None:
    """The draft is kept; what is in use stays as it is. `seen`: how often it had been saved when the form was shown."""
    by.demand(Right.WRITE_ARTICLES)
    article = await _taken(article_id)
    if seen != article.changes:
        raise ArticleChanged()
    fit = _fit(content)
    fresh = article.state in (State.APPROVED, State.RETIRED)
    authors = set() if fresh else authors_of(article)
    await _change(
        article,
        **_columns(fit),
        state=State.DRAFT,
        authors=msgspec.json.encode(sorted(authors | {by.id}, key=str)).decode(),
        changes=article.changes + 1,
        changed_at=now,
        changed_by=by.id,
    )


async def propose(article_id: UUID, *, seen: int, by: Actor, now: datetime) -> None:
    by.demand(Right.WRITE_ARTICLES)
    article = await _taken(article_id, State.DRAFT, seen=seen)
    texts = Texts()
    texts.wrong.update(lacking(content_of(article)))
    texts.demand()
    await _change(article, state=State.PROPOSED, proposed_at=now, proposed_by=by.id)
    await _told("article-proposed", article_id, by, now)


async def approve(article_id: UUID, *, seen: int, on: date, by: Actor, now: datetime) -> int:
    """It is in use from now on, under the next number. `on`: today, where the organisation is."""
    by.demand(Right.APPROVE_ARTICLES)
    article = await _taken(article_id, State.PROPOSED, seen=seen)
    if not may_approve(by.id, by.rights, authors_of(article)):
        raise OwnArticle()
    content = content_of(article)
    last = await select_one(Version, "WHERE article_id = $1 ORDER BY number DESC LIMIT 1", article_id)
    number = last.number + 1 if last is not None else 1
    columns = _columns(content)
    columns.pop("review_months")
    await Version.insert(
        Version(
            id=uuid4(),
            article_id=article_id,
            number=number,
            **columns,
            authors=article.authors,
            approved_at=now,
            approved_by=by.id,
        )
    )
    words = kept_of(content).items()
    await insert_values(
        Word,
        [
            {"article_id": article_id, "version": number, "word": word, "weight": weight}
            for word, weight in words
        ],
    )
    again = months_later(on, content.review_months)
    await _change(article, state=State.APPROVED, in_use=number, review_on=again, authors="[]")
    await _told("article-approved", article_id, by, now, version=number)
    return number


async def give_back(article_id: UUID, *, seen: int, reason: str, by: Actor, now: datetime) -> None:
    by.demand(Right.APPROVE_ARTICLES)
    article = await _taken(article_id, State.PROPOSED, seen=seen)
    reason = prose("reason", reason, longest=LONGEST_PARAGRAPH, needed="Please say why.")
    await _change(article, state=State.DRAFT, returned_at=now, returned_by=by.id, returned_reason=reason)
    await _told("article-returned", article_id, by, now)


async def retire(article_id: UUID, *, seen: int, by: Actor, now: datetime) -> None:
    """Nobody reads it as in use any more; whoever writes on it makes a draft of it again."""
    by.demand(Right.APPROVE_ARTICLES)
    article = await _taken(article_id, State.DRAFT, State.PROPOSED, State.APPROVED, seen=seen)
    await _change(article, state=State.RETIRED, in_use=None, review_on=None, authors="[]")
    await _told("article-retired", article_id, by, now)


async def confirm(article_id: UUID, *, on: date, by: Actor, now: datetime) -> None:
    """Somebody has looked: what is in use is still right."""
    by.demand(Right.APPROVE_ARTICLES)
    article = await _taken(article_id)
    if article.in_use is None:
        raise ArticleMoved()
    await _change(article, review_on=months_later(on, article.review_months))
    await _told("article-confirmed", article_id, by, now, version=article.in_use)


async def count_answered(article_id: UUID, *, on: date) -> None:
    """Somebody says that it answered what they came for; who, is asked of nobody."""
    shown = await select_one(
        Article, "WHERE id = $1 AND in_use IS NOT NULL AND audience = 'complainants'", article_id
    )
    if shown is None:
        raise NotFound()
    await execute(
        """INSERT INTO knowledge_answered AS a (id, tenant_id, article_id, day, times) VALUES ($1, $2, $3, $4, 1)
        ON CONFLICT (tenant_id, article_id, day) DO UPDATE SET times = a.times + 1""",
        uuid4(),
        current_tenant(),
        article_id,
        on,
    )


async def _taken(article_id: UUID, *states: State, seen: int | None = None) -> Article:
    """Locked; NotFound for another organisation's, refused where it has moved on."""
    article = await select_one(Article, "WHERE id = $1 FOR NO KEY UPDATE", article_id)
    if article is None:
        raise NotFound()
    if (states and article.state not in states) or (seen is not None and seen != article.changes):
        raise ArticleMoved()
    return article


async def _change(article: Article, **values: object) -> None:
    columns: dict[Any, Any] = {**values}
    await Article.update(columns).where(Article.id == article.id)


async def _told(act: str, article_id: UUID, by: Actor, now: datetime, **detail: object) -> None:
    await record(act=act, by=by, now=now, detail={"article": article_id, **detail})


def _fit(content: Content) -> Content:
    texts = Texts()
    fit = Content(
        audience=content.audience,
        categories=tuple(sorted(set(content.categories))),
        title_zh=texts.line("title_zh", content.title_zh, required=False),
        title_en=texts.line("title_en", content.title_en, required=False),
        body_zh=texts.prose("body_zh", content.body_zh, required=False),
        body_en=texts.prose("body_en", content.body_en, required=False),
        review_months=content.review_months,
    )
    if not fit.title_zh and not fit.title_en and "title_zh" not in texts.wrong:
        texts.wrong["title_zh"] = "Please give a title in one language at least."
    if fit.audience not in set(Audience):
        texts.wrong["audience"] = "Please choose who reads it."
    if not 1 <= fit.review_months <= LONGEST_REVIEW:
        texts.wrong["review_months"] = "Please give a whole number of months from 1 to 60."
    texts.demand()
    return fit


def _columns(content: Content) -> dict[str, object]:
    return {**asdict(content), "categories": msgspec.json.encode(content.categories).decode()}
