"""An article as it is being written, its approved texts, what they are found by, and whom they helped."""

from __future__ import annotations

from piccolo.columns import JSONB, UUID, Date, Integer, Text, Timestamptz

from amends.database.tables import WalledTable


class Article(WalledTable, tablename="knowledge_article"):
    """Its texts are those being written, or else those in use."""

    state = Text()
    in_use = Integer(default=None, null=True)
    """The version that is read, also while another is being written; None: none."""
    audience = Text()
    categories = JSONB()
    """Codes of the policy."""
    title_zh = Text()
    title_en = Text()
    body_zh = Text()
    body_en = Text()
    review_months = Integer()
    review_on = Date(default=None, null=True)
    """From when on somebody is to look whether what is in use is still right."""
    changes = Integer(default=0)
    """Counts what was saved, so that nobody overwrites what they have not seen."""
    authors = JSONB()
    """Whoever wrote on it since the last approval."""
    created_at = Timestamptz(default=None)
    changed_at = Timestamptz(default=None)
    changed_by = UUID(default=None, null=True)
    proposed_at = Timestamptz(default=None, null=True)
    proposed_by = UUID(default=None, null=True)
    returned_at = Timestamptz(default=None, null=True)
    returned_by = UUID(default=None, null=True)
    returned_reason = Text(default="")


class Version(WalledTable, tablename="knowledge_version"):
    article_id = UUID(default=None)
    number = Integer()
    audience = Text()
    categories = JSONB()
    title_zh = Text()
    title_en = Text()
    body_zh = Text()
    body_en = Text()
    authors = JSONB()
    approved_at = Timestamptz(default=None)
    approved_by = UUID(default=None)


class Word(WalledTable, tablename="knowledge_word"):
    article_id = UUID(default=None)
    version = Integer()
    word = Text()
    weight = Integer()


class Answered(WalledTable, tablename="knowledge_answered"):
    article_id = UUID(default=None)
    day = Date(default=None)
    times = Integer()
