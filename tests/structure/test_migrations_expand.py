"""A migration leaves the version that is running what it needs, and holds nobody up: first expand, later contract."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from amends.database.migrate import FOLDER, takes_away

BEFORE_THE_FIRST_RELEASE = 8
"""Migrations up to here ran on no deployment that served."""

TAKES_AWAY = {
    "drops a table, column, view, type or schema": r"\bDROP (TABLE|COLUMN|VIEW|TYPE|SCHEMA)\b",
    "renames": r"\bRENAME\b",
    "changes a type": r"\bALTER COLUMN \w+ (SET DATA )?TYPE\b",
    "demands a value": r"\bSET NOT NULL\b",
    "demands a value of a new column": r"\bADD COLUMN (IF NOT EXISTS )?(?![^,;]*\bDEFAULT\b)[^,;]*\bNOT NULL\b",
    "empties": r"(?<!BEFORE )\bTRUNCATE\b",
    "takes a right away": r"\bREVOKE\b(?![^;]*\bFROM PUBLIC\b)",
}
HOLDS_UP = {
    "checks all rows under a lock (NOT VALID, then VALIDATE CONSTRAINT)": r"\bADD (CONSTRAINT \w+ )?(CHECK|FOREIGN KEY|UNIQUE|PRIMARY KEY)\b(?![^;]*\bNOT VALID\b)",
    "builds an index while nobody may write (CONCURRENTLY)": r"\bCREATE (UNIQUE )?INDEX (?!CONCURRENTLY)\w+ ON (ONLY )?(?P<table>\w+)",
    "rewrites or locks a whole table": r"\b(VACUUM FULL|CLUSTER|LOCK TABLE|REINDEX)\b",
}
_SINCE = re.compile(r"^-- contract: since \d+\.\d+$", re.MULTILINE)


def faults(name: str, source: str) -> list[str]:
    """What a deployment that goes on serving would not survive."""
    sql = re.sub(r"\$(\w*)\$.*?\$\1\$|--[^\n]*|'[^']*'", " ", source, flags=re.DOTALL)
    made_here = set(re.findall(r"\bCREATE TABLE (?:IF NOT EXISTS )?(\w+)", sql, re.IGNORECASE))
    found = [what for what, pattern in TAKES_AWAY.items() if re.search(pattern, sql, re.IGNORECASE)]
    if takes_away(name):
        found = [] if _SINCE.search(source) else ["says not since which version nobody needs it"]
    for what, pattern in HOLDS_UP.items():
        matches = re.finditer(pattern, sql, re.IGNORECASE)
        found += [what for match in matches if match.groupdict().get("table") not in made_here]
    return found


def numbered() -> list[Path]:
    return sorted(FOLDER.glob("*.sql"))


@pytest.mark.parametrize("path", numbered(), ids=lambda path: path.stem)
def test_a_migration_expands_and_holds_nobody_up(path: Path) -> None:
    if int(path.stem[:4]) > BEFORE_THE_FIRST_RELEASE:
        assert faults(path.stem, path.read_text("utf-8")) == []
    else:
        assert not takes_away(path.stem)


def test_every_number_is_given_once() -> None:
    numbers = [path.stem[:4] for path in numbered()]
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize(
    "sql",
    [
        "ALTER TABLE complaint DROP COLUMN subject;",
        "DROP TABLE notice;",
        "ALTER TABLE complaint RENAME COLUMN subject TO title;",
        "ALTER TABLE complaint ALTER COLUMN number TYPE bigint;",
        "ALTER TABLE complaint ALTER COLUMN subject SET NOT NULL;",
        "ALTER TABLE complaint ADD COLUMN title text NOT NULL;",
        "ALTER TABLE complaint ADD COLUMN a text DEFAULT 'x', ADD COLUMN title text NOT NULL;",
        "TRUNCATE notice;",
        "REVOKE INSERT ON notice FROM {app};",
        "ALTER TABLE complaint ADD CONSTRAINT short CHECK (length(subject) < 9);",
        "CREATE INDEX complaint_subject ON complaint (subject);",
        "CREATE UNIQUE INDEX complaint_subject ON complaint (subject);",
    ],
)
def test_what_breaks_or_stops_the_running_version_is_found(sql: str) -> None:
    assert len(faults("0100_subject", sql)) == 1


@pytest.mark.parametrize(
    "sql",
    [
        "ALTER TABLE complaint ADD COLUMN title text;",
        "ALTER TABLE complaint ADD COLUMN urgent boolean NOT NULL DEFAULT false;",
        "CREATE TABLE note (id uuid PRIMARY KEY, text text NOT NULL);\nCREATE INDEX note_text ON note (text);",
        "-- outside a transaction\nCREATE INDEX CONCURRENTLY complaint_subject ON complaint (subject);",
        "ALTER TABLE complaint ADD CONSTRAINT short CHECK (length(subject) < 9) NOT VALID;",
        "ALTER TABLE complaint VALIDATE CONSTRAINT short;",
        "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ DROP TABLE notice $$;",
        "REVOKE ALL ON FUNCTION f() FROM PUBLIC;",
        "-- no DROP TABLE here\nSELECT 'TRUNCATE';",
    ],
)
def test_what_only_adds_passes(sql: str) -> None:
    assert faults("0100_subject", sql) == []


def test_a_contraction_is_called_so_and_says_since_when_nobody_needs_it() -> None:
    drop = "ALTER TABLE complaint DROP COLUMN subject;\n"
    assert faults("0101_contract_subject", f"-- contract: since 0.3\n{drop}") == []
    assert faults("0101_contract_subject", drop) == ["says not since which version nobody needs it"]
