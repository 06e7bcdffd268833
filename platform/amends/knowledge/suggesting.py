"""Which articles may help with what somebody complains of: by category, and by the words both have. One statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from amends.database.scope import fetch
from amends.knowledge.rules import Audience, Content
from amends.knowledge.words import asked_of

LONGEST: Final = 2000
"""Characters of a complaint that are compared: what comes after them makes nobody's matter another one."""
_LEAST_WORDS: Final = 3
_LEAST_SCORE: Final = 2
_OF_CATEGORY: Final = 3
"""As much as a word of the title that no other article has."""

# A word that many articles have tells little of any: each counts for as much less.
_SQL: Final = f"""
    WITH used AS (SELECT v.*, v.categories ?| $2::text[] AS same FROM knowledge_article a
        JOIN knowledge_version v ON v.tenant_id = a.tenant_id AND v.article_id = a.id AND v.number = a.in_use
        WHERE a.in_use IS NOT NULL AND ($3::text IS NULL OR v.audience = $3)),
    hit AS (SELECT w.article_id, w.word, w.weight FROM knowledge_word w
        JOIN used u ON u.article_id = w.article_id AND u.number = w.version WHERE w.word = ANY ($1::text[])),
    had AS (SELECT word, count(*) AS by FROM hit GROUP BY word),
    near AS (SELECT h.article_id, sum(h.weight::float8 / had.by) AS score, count(*) AS words
        FROM hit h JOIN had ON had.word = h.word GROUP BY h.article_id)
    SELECT u.article_id, u.audience, u.title_zh, u.title_en, u.body_zh, u.body_en FROM used u
    LEFT JOIN near n ON n.article_id = u.article_id
    WHERE u.same OR (n.words >= {_LEAST_WORDS} AND n.score >= {_LEAST_SCORE})
    ORDER BY u.same::int * {_OF_CATEGORY} + coalesce(n.score, 0) DESC, u.approved_at DESC, u.id LIMIT $4"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Suggested:
    id: UUID
    content: Content


async def suggested(
    *, categories: Sequence[str], texts: Sequence[str], audience: Audience | None, most: int
) -> list[Suggested]:
    """Those that fit best first. `categories`: the complaint's with those above it. `audience`: None for staff, who read all."""
    words = asked_of(*(text[:LONGEST] for text in texts))
    rows = await fetch(_SQL, words, list(categories), str(audience) if audience else None, most)
    return [Suggested(row["article_id"], _content(row)) for row in rows]


def _content(row: Mapping[str, Any]) -> Content:
    texts = {name: row[name] for name in ("audience", "title_zh", "title_en", "body_zh", "body_en")}
    return Content(categories=(), review_months=0, **texts)
