"""The walls between organisations, asked of the database itself: three lists of tables, and nothing beside them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import asyncpg
import pytest

from amends.database.embedded.servers import Urls
from amends.database.tables import INDEX, LEDGER
from tests.structure.catalogue import APP, BACKUP, OWNER, catalogue, platform, walled

WALL = "(tenant_id = ( SELECT (current_setting('amends.tenant'::text))::uuid AS current_setting))"
"""Asked once a statement. Never the missing-ok form: without a scope a query is an error."""

_TRIAL = """(tenant_id = ( SELECT t.id FROM tenant t
    WHERE ((t.id = (current_setting('amends.tenant'::text))::uuid) AND (t.live_at IS NULL))))"""
WIPED = dict.fromkeys(("history_value", "history_entry", "evidence", "message", "remedy", "promise", "allegation", "complaint", "number_series", "task", "letter", "promise_entry", "escalation", "escalation_gap", "incident", "simulation"), _TRIAL) | {"notice": f"((complaint_id IS NOT NULL) AND {_TRIAL})"}  # fmt: skip
"""What `wipe_trial` takes away, and nobody else: of a trial, never of an organisation that is live."""

NEVER_CHANGED = {
    "history_entry", "history_value", "seal", "case_head", "policy_version", "calendar_version", "message",
    "evidence", "promise_entry", "remedy_entry", "knowledge_version", "knowledge_word",
}  # fmt: skip
NARROW = {
    "tenant_of_host", "due_rows", "next_due_row", "outbox_ready", "tenants_to_seal",
    "outbox_health", "due_health", "due_failing", "oldest_seals", "dead_letters", "dead_letter_groups",
    "due_aside", "wipe_trial", "outbox_turns", "outbox_back", "outbox_owed", "outbox_reasons",
    "note_usage", "tenant_usage", "usage_parts", "tenant_health", "own_hosts", "grants_known",
    "search_waiting", "search_keep", "search_cases",
}  # fmt: skip
OF_THE_PLATFORM = {"operator", "announcement"}
"""What an organisation's row may point at besides its own: it is nobody's."""
PLAIN = {"uuid", "timestamp with time zone", "text", "integer"}
CODES = {("dead_letter_index", column) for column in ("kind", "event", "reason", "reply")} | {
    ("outbox_index", "reason"),
    ("due_index", "kind"),
    ("due_index", "failure"),
}
"""Words only the program chooses, or digits; the columns' constraints hold out everything else."""


@pytest.fixture
async def database(migrated: Urls) -> AsyncIterator[asyncpg.Connection]:
    async with catalogue(migrated.owner_url) as connection:
        yield connection


async def test_every_table_is_on_exactly_one_list(database: asyncpg.Connection) -> None:
    rows = await database.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    listed = [*walled(), *platform(), *INDEX, LEDGER]
    assert {row["tablename"] for row in rows} == set(listed)
    assert len(listed) == len(set(listed))


async def test_nothing_but_tables_holds_rows(database: asyncpg.Connection) -> None:
    """A view would be read with its owner's rights."""
    rows = await database.fetch(
        """SELECT relname, relkind FROM pg_class WHERE relnamespace = 'public'::regnamespace
        AND relkind NOT IN ('r', 'i')"""
    )
    assert rows == []


async def test_walls_stand_even_before_the_owner(database: asyncpg.Connection) -> None:
    rows = await database.fetch(
        """SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
        AND relrowsecurity AND relforcerowsecurity"""
    )
    assert {row["relname"] for row in rows} == walled()


async def test_each_wall_is_the_same(database: asyncpg.Connection) -> None:
    rows = await database.fetch("SELECT * FROM pg_policies WHERE schemaname = 'public'")
    found = {
        (row["tablename"], tuple(row["roles"]), row["permissive"], row["cmd"], row["qual"], row["with_check"])
        for row in rows
    }
    ours = {(table, (APP,), "PERMISSIVE", "ALL", WALL, WALL) for table in walled()}
    backup = {(table, (BACKUP,), "PERMISSIVE", "SELECT", "true", None) for table in walled()}
    wiping = {(table, ("public",), "PERMISSIVE", "DELETE", _even(row), None) for table, row in WIPED.items()}
    assert {(*row[:4], _even(row[4]), row[5]) for row in found} == ours | backup | wiping


async def test_wiping_a_trial_opens_nothing_to_who_serves(database: asyncpg.Connection) -> None:
    """The policy is everybody's, as none may name the owner: the right is what the application's role lacks."""
    for table in WIPED:
        assert "DELETE" not in await _rights(database, APP, table), table


async def test_what_hangs_on_a_complaint_goes_with_a_trial(database: asyncpg.Connection) -> None:
    """A table that points at what is wiped would keep a trial from ever going live, unless its rows go along or let go."""
    rows = await database.fetch(
        """SELECT conrelid::regclass::text AS of, confrelid::regclass::text AS to FROM pg_constraint
        WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND confdeltype NOT IN ('c', 'n')"""
    )
    gone = {*WIPED, "outbox", "due_row", "submission"}
    assert {row["of"] for row in rows if row["to"] in gone} <= gone


async def test_every_walled_row_says_whose_it_is(database: asyncpg.Connection) -> None:
    rows = await database.fetch(
        """SELECT table_name FROM information_schema.columns WHERE table_schema = 'public'
        AND column_name = 'tenant_id' AND data_type = 'uuid' AND is_nullable = 'NO' AND column_default IS NULL"""
    )
    assert walled() <= {row["table_name"] for row in rows}


async def test_no_row_points_over_a_wall(database: asyncpg.Connection) -> None:
    """Foreign keys between walled tables carry tenant_id to tenant_id; what points at a tenant is tenant_id."""
    rows = await database.fetch(
        """SELECT conname, conrelid::regclass::text AS of, confrelid::regclass::text AS to,
            array(SELECT attname::text FROM unnest(conkey) WITH ORDINALITY k(n, o)
                JOIN pg_attribute ON attrelid = conrelid AND attnum = n ORDER BY o) AS here,
            array(SELECT attname::text FROM unnest(confkey) WITH ORDINALITY k(n, o)
                JOIN pg_attribute ON attrelid = confrelid AND attnum = n ORDER BY o) AS there
        FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace"""
    )
    wrong = [row["conname"] for row in rows if row["of"] in walled() and not _stays_inside(row)]
    assert wrong == []
    assert [row["conname"] for row in rows if row["of"] not in walled() and row["to"] in walled()] == []


async def test_every_reference_is_a_foreign_key(database: asyncpg.Connection) -> None:
    """A column `…_id` that points nowhere is a spelling mistake waiting, save the ones named here."""
    free = {
        ("history_entry", "chain_id"), ("case_head", "chain_id"), ("history_entry", "actor_id"),
        ("submission", "form_id"), ("notice", "message_id"), ("notice", "provider_id"), ("promise_entry", "actor_id"),
        ("bulk_run", "form_id"),
        ("tenant", "policy_version_id"), ("tenant", "calendar_version_id"),
    }  # fmt: skip
    columns = await database.fetch(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
    )
    keys = await database.fetch(
        """SELECT c.conrelid::regclass::text AS of, a.attname AS column FROM pg_constraint c
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey) WHERE c.contype = 'f'"""
    )
    pointing = {(row["of"], row["column"]) for row in keys}
    wanted = {
        (row["table_name"], row["column_name"])
        for row in columns
        if row["column_name"].endswith("_id") and row["table_name"] not in INDEX
    }
    assert wanted - pointing - free == set()


async def test_unique_means_unique_within_the_organisation(database: asyncpg.Connection) -> None:
    """Otherwise one organisation could find out what another has; ids and Message-IDs are random."""
    rows = await database.fetch(
        """SELECT indrelid::regclass::text AS of, indexrelid::regclass::text AS name,
            array(SELECT attname::text FROM pg_attribute WHERE attrelid = indrelid AND attnum = ANY (indkey)) AS by
        FROM pg_index JOIN pg_class ON oid = indrelid
        WHERE indisunique AND relnamespace = 'public'::regnamespace"""
    )
    across = {
        (row["of"], tuple(row["by"]))
        for row in rows
        if row["of"] in walled() and "tenant_id" not in row["by"] and row["by"] != ["id"]
    }
    assert across <= {("notice", ("message_id",)), ("host_name", ("host",))}


async def test_who_serves_owns_nothing(database: asyncpg.Connection) -> None:
    owned = await database.fetchval(
        """SELECT count(*) FROM pg_shdepend s JOIN pg_roles r ON r.oid = s.refobjid
        WHERE r.rolname = ANY ($1::text[]) AND s.deptype = 'o'""",
        [APP, BACKUP],
    )
    assert owned == 0


async def test_nobody_of_ours_is_above_the_walls(database: asyncpg.Connection) -> None:
    rows = await database.fetch(
        """SELECT rolname FROM pg_roles WHERE rolname = ANY ($1::text[])
        AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolreplication)""",
        [APP, OWNER, BACKUP],
    )
    assert rows == []
    for role, other in ((APP, OWNER), (APP, BACKUP), (BACKUP, OWNER)):
        assert not await database.fetchval("SELECT pg_has_role($1, $2, 'MEMBER')", role, other)


async def test_index_tables_are_out_of_reach(database: asyncpg.Connection) -> None:
    for table in INDEX:
        rights = await _rights(database, APP, table)
        assert rights == set(), table


async def test_index_tables_hold_ids_times_and_tokens_only(database: asyncpg.Connection) -> None:
    rows = await database.fetch(
        """SELECT table_name, column_name, data_type FROM information_schema.columns
        WHERE table_schema = 'public' AND table_name = ANY ($1::text[])""",
        list(INDEX),
    )
    hashes = {("search_index", column) for column in ("tokens", "chief", "readers")}
    assert {(r["table_name"], r["column_name"]) for r in rows if r["data_type"] == "ARRAY"} == hashes
    assert {row["data_type"] for row in rows} - {"ARRAY"} <= PLAIN
    assert {(r["table_name"], r["column_name"]) for r in rows if r["data_type"] == "text"} == {
        ("host_index", "host"),
        (
            "usage_part",
            "name",
        ),  # a role's code or a week's first day; its constraint holds out everything else
        *CODES,
    }


async def test_history_is_appended_to_and_never_changed(database: asyncpg.Connection) -> None:
    for table in NEVER_CHANGED:
        assert await _rights(database, APP, table) == {"SELECT", "INSERT"}, table
    assert await _rights(database, APP, "operator_act") == {"SELECT", "INSERT"}


async def test_nobody_who_serves_empties_tables(database: asyncpg.Connection) -> None:
    for table in [*walled(), *platform(), LEDGER]:
        rights = await _rights(database, APP, table)
        assert rights <= {"SELECT", "INSERT", "UPDATE", "DELETE"}, table
    assert await _rights(database, APP, LEDGER) == {"SELECT"}


async def test_backups_read_only(database: asyncpg.Connection) -> None:
    for table in [*walled(), *platform(), *INDEX, LEDGER]:
        assert await _rights(database, BACKUP, table) == {"SELECT"}, table


async def test_no_case_is_ever_deleted_by_who_serves(database: asyncpg.Connection) -> None:
    deletable = {table for table in walled() if "DELETE" in await _rights(database, APP, table)}
    signing_in = {"session", "second_factor", "recovery_code", "sign_in_step", "password_reset"}
    prepared = {"policy_draft", "policy_draft_state", "source_confirmation"}
    arranged = {"case_tag", "case_follower", "saved_view"}
    assert deletable == signing_in | prepared | arranged | {
        "rate", "contact_change", "lodgement_draft", "due_row", "outbox", "host_name", "submission", "domain_claim", "gateway", "push_subscription",
    }  # fmt: skip


async def test_functions_run_with_a_fixed_path_and_not_for_everybody(database: asyncpg.Connection) -> None:
    rows = await database.fetch(
        """SELECT proname, prosecdef, proconfig, prorettype = 'trigger'::regtype AS is_trigger,
            has_function_privilege('public', p.oid, 'EXECUTE') AS for_all,
            has_function_privilege($1, p.oid, 'EXECUTE') AS for_app
        FROM pg_proc p WHERE pronamespace = 'public'::regnamespace""",
        APP,
    )
    for row in rows:
        assert row["prosecdef"], row["proname"]
        assert row["proconfig"][0] == "search_path=pg_catalog, public, pg_temp", row["proname"]
        assert not row["for_all"], row["proname"]
        assert row["for_app"] is not row["is_trigger"], row["proname"]
    assert {row["proname"] for row in rows if not row["is_trigger"]} == NARROW


async def test_nobody_who_serves_creates_anything(database: asyncpg.Connection) -> None:
    for role in (APP, BACKUP, "public"):
        assert not await database.fetchval("SELECT has_schema_privilege($1, 'public', 'CREATE')", role)


async def _rights(database: asyncpg.Connection, role: str, table: str) -> set[str]:
    kinds = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
    return {
        kind
        for kind in kinds
        if await database.fetchval("SELECT has_table_privilege($1, $2::text, $3)", role, table, kind)
        or (
            kind in ("SELECT", "INSERT", "UPDATE", "REFERENCES")
            and await database.fetchval(
                "SELECT has_any_column_privilege($1, $2::text, $3)", role, table, kind
            )
        )
    }


def _even(text: str | None) -> str | None:
    return " ".join(text.split()) if text else text


def _stays_inside(row: asyncpg.Record) -> bool:
    if row["to"] == "tenant":
        return bool(row["here"] == ["tenant_id"])
    if row["to"] in OF_THE_PLATFORM:
        return bool(row["here"] == [f"{row['to']}_id"])
    pairs = list(zip(row["here"], row["there"], strict=True))
    return row["to"] in walled() and ("tenant_id", "tenant_id") in pairs and len(pairs) == 2
