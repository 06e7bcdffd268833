"""What a demonstration's people have written down for others: articles, each approved by somebody else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from amends.knowledge.operations import approve, begin, propose
from amends.knowledge.rules import Content
from amends.people.actor import Actor
from tenants.demo.script import Show

_LOOKED_AT_AGAIN: Final = 12
"""Months."""


async def write(show: Show, people: Mapping[str, Actor], *, now: datetime) -> None:
    for answer in show.articles:
        content = Content(
            audience=answer.audience,
            categories=answer.categories,
            title_zh=answer.title_zh,
            title_en=answer.title_en,
            body_zh=answer.body_zh,
            body_en=answer.body_en,
            review_months=_LOOKED_AT_AGAIN,
        )
        article_id = await begin(content, by=people[answer.by], now=now)
        await propose(article_id, seen=0, by=people[answer.by], now=now)
        today = now.astimezone(ZoneInfo(show.time_zone)).date()
        await approve(article_id, seen=0, on=today, by=people[answer.approver], now=now)
