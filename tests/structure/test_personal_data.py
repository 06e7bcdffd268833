"""Personal data is marked where it lies: export, erasure and retention go by the columns' comments."""

from __future__ import annotations

import re

import pytest

from amends.database.embedded.servers import Urls
from amends.database.tables import INDEX
from tests.structure.catalogue import catalogue, platform

LIKELY = re.compile(
    r"name|email|phone|address|subject|narrative|body|text|description|demand|answers|content|finding|result|value"
)
NOT_PERSONAL = {
    ("submission", "result"),  # a complaint's id
    ("history_value", "name"),  # which value, not whose
    ("department", "name_zh"), ("department", "name_en"),
    ("evidence", "object_name"), ("evidence", "copy_name"), ("file_scan", "object_name"),  # opaque
    ("outbox", "name"),  # of the effect
}  # fmt: skip
TEXTUAL = ("text", "jsonb", "text[]")


@pytest.fixture
async def comments(migrated: Urls) -> dict[tuple[str, str], str]:
    """Of every column that can hold words."""
    async with catalogue(migrated.owner_url) as connection:
        rows = await connection.fetch(
            """SELECT c.relname, a.attname, coalesce(col_description(c.oid, a.attnum), '') AS comment
            FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0
            AND format_type(a.atttypid, NULL) = ANY ($1::text[])""",
            list(TEXTUAL),
        )
    return {(row["relname"], row["attname"]): row["comment"] for row in rows}


def test_what_is_likely_personal_is_marked(comments: dict[tuple[str, str], str]) -> None:
    ours = platform() | set(INDEX) | {"migration"}
    unmarked = {
        (table, column)
        for (table, column), comment in comments.items()
        if table not in ours
        and LIKELY.search(column)
        and not comment.startswith("personal: ")
        and (table, column) not in NOT_PERSONAL
    }
    assert unmarked == set()


def test_exceptions_are_still_there(comments: dict[tuple[str, str], str]) -> None:
    assert comments.keys() >= NOT_PERSONAL


def test_no_table_of_the_platform_is_about_complainants(comments: dict[tuple[str, str], str]) -> None:
    ours = platform() | set(INDEX)
    marked = {
        place for place, comment in comments.items() if place[0] in ours and comment.startswith("personal")
    }
    words = {column for table, column in comments if table in ours}
    assert marked == set()
    assert not any(re.search("complain|narrative|subject|case", column) for column in words)
