-- Organisations take turns: whoever owes fifty thousand letters, or whose readers' mail server hangs, is in nobody's way.

-- Why it did not leave at the last try (a code), and when it was handed out. NULL: not tried yet, or not on its way.
ALTER TABLE outbox_index ADD COLUMN reason text;
ALTER TABLE outbox_index ADD CONSTRAINT outbox_index_reason CHECK (reason ~ '^[a-z-]{1,40}$') NOT VALID;
ALTER TABLE outbox_index ADD COLUMN handed_at timestamptz;

-- As before, and: what is to leave later is owed from then on, not from when it was written.
CREATE OR REPLACE FUNCTION index_outbox() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND (NEW.settled_at IS NOT NULL OR NEW.dead_at IS NOT NULL)) THEN
        DELETE FROM outbox_index WHERE outbox_id = OLD.id;
    ELSIF TG_OP = 'INSERT' THEN
        INSERT INTO outbox_index (outbox_id, tenant_id, ready_at, owed_at, tries)
        VALUES (NEW.id, NEW.tenant_id, NEW.not_before, greatest(NEW.created_at, NEW.not_before), NEW.attempts);
    ELSIF NEW.not_before <> OLD.not_before OR OLD.dead_at IS NOT NULL THEN
        INSERT INTO outbox_index (outbox_id, tenant_id, ready_at, owed_at, tries, reason)
        VALUES (NEW.id, NEW.tenant_id, NEW.not_before, NEW.not_before, NEW.attempts,
            substring(NEW.reason FROM '^[a-z-]{1,40}$'))
        ON CONFLICT (outbox_id) DO UPDATE
        SET ready_at = EXCLUDED.ready_at, tries = EXCLUDED.tries, reason = EXCLUDED.reason, handed_at = NULL;
    END IF;
    RETURN NULL;
END $$;

-- What is ready, an organisation's oldest first, in turns: the first of each before the second of any. No organisation
-- gets more than `each`; those in `busy` no more than the `room` beside them. Every organisation is looked at only when
-- many rows are ready; mostly few are, and this is asked twice a second.
CREATE FUNCTION outbox_turns(at timestamptz, again timestamptz, most integer, each integer, busy uuid[], room integer[])
RETURNS TABLE (tenant_id uuid, id uuid) LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    WITH RECURSIVE few AS MATERIALIZED (
        SELECT i.tenant_id FROM outbox_index i
        WHERE i.ready_at <= at AND NOT EXISTS (SELECT FROM outgoing_hold) ORDER BY i.ready_at LIMIT 200
    ), many AS MATERIALIZED (
        SELECT count(*) = 200 AS are_ready FROM few
    ), owing AS (
        (SELECT i.tenant_id FROM outbox_index i WHERE (SELECT are_ready FROM many) ORDER BY i.tenant_id LIMIT 1)
        UNION ALL
        SELECT further.tenant_id FROM owing o, LATERAL (
            SELECT i.tenant_id FROM outbox_index i WHERE i.tenant_id > o.tenant_id ORDER BY i.tenant_id LIMIT 1) further
    ), share AS (
        SELECT e.tenant_id, least(each, coalesce(b.room, each)) AS room
        FROM (SELECT o.tenant_id FROM owing o UNION SELECT f.tenant_id FROM few f) e
        LEFT JOIN unnest(busy, room) AS b (tenant_id, room) ON b.tenant_id = e.tenant_id
    ), turns AS MATERIALIZED (
        SELECT n.outbox_id, n.ready_at, n.turn FROM share s, LATERAL (
            SELECT i.outbox_id, i.ready_at, row_number() OVER (ORDER BY i.ready_at) AS turn
            FROM outbox_index i WHERE i.tenant_id = s.tenant_id AND i.ready_at <= at
            ORDER BY i.ready_at LIMIT s.room) n
        ORDER BY n.turn, n.ready_at LIMIT most
    ), ours AS MATERIALIZED (
        SELECT i.outbox_id FROM outbox_index i
        WHERE i.outbox_id = ANY (ARRAY(SELECT t.outbox_id FROM turns t)) AND i.ready_at <= at
        FOR UPDATE SKIP LOCKED
    ), handed AS (
        UPDATE outbox_index o SET ready_at = again, handed_at = at
        WHERE o.outbox_id = ANY (ARRAY(SELECT u.outbox_id FROM ours u))
        RETURNING o.tenant_id, o.outbox_id
    )
    SELECT h.tenant_id, h.outbox_id FROM handed h JOIN turns t ON t.outbox_id = h.outbox_id ORDER BY t.turn, t.ready_at
$$;

-- Handed out and not passed on after all: ready again at once.
CREATE FUNCTION outbox_back(ids uuid[], at timestamptz)
RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE outbox_index SET ready_at = at, handed_at = NULL WHERE outbox_id = ANY (ids) AND handed_at IS NOT NULL
$$;

-- What each organisation owes: counts and ages, the one that has waited longest first. `flying` is handed out and neither
-- settled nor put off; `next_try` is when the first of those put off comes again.
CREATE FUNCTION outbox_owed(at timestamptz, most integer)
RETURNS TABLE (tenant_id uuid, suspended boolean, waiting bigint, oldest timestamptz, retried bigint,
    oldest_retried timestamptz, next_try timestamptz, flying bigint, later bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT o.tenant_id, t.status = 'suspended',
        count(*) FILTER (WHERE owed AND tries = 0), min(owed_at) FILTER (WHERE owed AND tries = 0),
        count(*) FILTER (WHERE owed AND tries > 0), min(owed_at) FILTER (WHERE owed AND tries > 0),
        min(ready_at) FILTER (WHERE owed AND tries > 0 AND NOT flies), count(*) FILTER (WHERE flies),
        count(*) FILTER (WHERE NOT owed)
    FROM (
        SELECT i.tenant_id, i.ready_at, coalesce(i.owed_at, i.ready_at) AS owed_at, coalesce(i.tries, 0) AS tries,
            coalesce(i.owed_at, i.ready_at) <= at AS owed, i.handed_at IS NOT NULL AND i.ready_at > at AS flies
        FROM outbox_index i
    ) o JOIN tenant t ON t.id = o.tenant_id
    GROUP BY o.tenant_id, t.status
    ORDER BY min(owed_at) FILTER (WHERE owed) NULLS LAST, o.tenant_id LIMIT most
$$;

-- Why what was put off did not leave at its last try, by organisation
CREATE FUNCTION outbox_reasons(at timestamptz)
RETURNS TABLE (tenant_id uuid, reason text, rows bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT i.tenant_id, i.reason, count(*) FROM outbox_index i
    WHERE i.tries > 0 AND i.reason IS NOT NULL AND coalesce(i.owed_at, i.ready_at) <= at
    GROUP BY i.tenant_id, i.reason
$$;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
GRANT EXECUTE ON FUNCTION outbox_turns(timestamptz, timestamptz, integer, integer, uuid[], integer[]),
    outbox_back(uuid[], timestamptz), outbox_owed(timestamptz, integer), outbox_reasons(timestamptz) TO {app};
