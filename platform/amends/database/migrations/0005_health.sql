-- What operators need to see: which processes run, what waits and for how long, which letters were given up.

CREATE TABLE process (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('web', 'worker', 'clock')),
    host text NOT NULL,
    pid integer NOT NULL,
    version text NOT NULL,
    level text NOT NULL,
    started_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON process TO {app};

-- Nullable, because the version still running knows nothing of them.
ALTER TABLE outbox ADD COLUMN reason text;
ALTER TABLE outbox ADD COLUMN tried_before integer;
ALTER TABLE outbox ADD COLUMN retries integer;
ALTER TABLE outbox ADD COLUMN set_aside_at timestamptz;

-- for letters.undelivered(): those of one case
CREATE INDEX outbox_dead ON outbox (tenant_id, dead_at) WHERE dead_at IS NOT NULL;

ALTER TABLE outbox_index ADD COLUMN owed_at timestamptz;
ALTER TABLE outbox_index ADD COLUMN tries integer;
ALTER TABLE due_index ADD COLUMN attempts integer;
-- for due_rows(): the oldest of each tenant, one step of the index each
CREATE INDEX due_index_tenant ON due_index (tenant_id, fire_at);
CREATE INDEX due_index_failing ON due_index (tenant_id) WHERE attempts > 0;

-- Codes only: the constraints hold out whatever a mail server or a person may have written.
CREATE TABLE dead_letter_index (
    outbox_id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind ~ '^[a-z0-9-]{1,40}$'),
    event text NOT NULL CHECK (event ~ '^[a-z_]{0,40}$'),
    reason text NOT NULL CHECK (reason ~ '^[a-z-]{1,40}$'),
    reply text NOT NULL CHECK (reply ~ '^[0-9. ]{0,15}$'),
    tries integer NOT NULL,
    retries integer NOT NULL,
    owed_at timestamptz NOT NULL,
    dead_at timestamptz NOT NULL,
    set_aside_at timestamptz
);
CREATE INDEX dead_letter_order ON dead_letter_index (dead_at DESC, outbox_id DESC);

CREATE OR REPLACE FUNCTION index_due() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND NEW.fired_at IS NOT NULL) THEN
        DELETE FROM due_index WHERE due_row_id = OLD.id;
    ELSE
        INSERT INTO due_index (due_row_id, tenant_id, fire_at, attempts)
        VALUES (NEW.id, NEW.tenant_id, NEW.fire_at, NEW.attempts)
        ON CONFLICT (due_row_id) DO UPDATE SET fire_at = EXCLUDED.fire_at, attempts = EXCLUDED.attempts;
    END IF;
    RETURN NULL;
END $$;

-- `owed_at` is when somebody began to wait: for a letter tried again by people, that moment.
CREATE OR REPLACE FUNCTION index_outbox() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND (NEW.settled_at IS NOT NULL OR NEW.dead_at IS NOT NULL)) THEN
        DELETE FROM outbox_index WHERE outbox_id = OLD.id;
    ELSIF TG_OP = 'INSERT' THEN
        INSERT INTO outbox_index (outbox_id, tenant_id, ready_at, owed_at, tries)
        VALUES (NEW.id, NEW.tenant_id, NEW.not_before, NEW.created_at, NEW.attempts);
    ELSIF NEW.not_before <> OLD.not_before OR OLD.dead_at IS NOT NULL THEN
        INSERT INTO outbox_index (outbox_id, tenant_id, ready_at, owed_at, tries)
        VALUES (NEW.id, NEW.tenant_id, NEW.not_before, NEW.not_before, NEW.attempts)
        ON CONFLICT (outbox_id) DO UPDATE SET ready_at = EXCLUDED.ready_at, tries = EXCLUDED.tries;
    END IF;
    RETURN NULL;
END $$;

-- The event stands in the key: mail:<event>:<cause>:<to whom> (amends.notices.operations).
CREATE FUNCTION index_dead_letter() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE about text;
BEGIN
    IF TG_OP = 'DELETE' OR NEW.dead_at IS NULL THEN
        DELETE FROM dead_letter_index WHERE outbox_id = OLD.id;
        RETURN NULL;
    END IF;
    about := CASE WHEN NEW.name = 'send-mail' THEN split_part(NEW.dedup_key, ':', 2) ELSE '' END;
    INSERT INTO dead_letter_index VALUES (
        NEW.id,
        NEW.tenant_id,
        CASE WHEN NEW.name ~ '^[a-z0-9-]{1,40}$' THEN NEW.name ELSE 'other' END,
        CASE WHEN about ~ '^[a-z_]{0,40}$' THEN about ELSE '' END,
        CASE WHEN NEW.reason ~ '^[a-z-]{1,40}$' THEN NEW.reason ELSE 'other' END,
        coalesce(substring(NEW.failure FROM ' ([245][0-9][0-9](?: [245]\.[0-9]{1,3}\.[0-9]{1,3})?)$'), ''),
        coalesce(NEW.tried_before, 0) + NEW.attempts,
        coalesce(NEW.retries, 0),
        NEW.created_at,
        NEW.dead_at,
        NEW.set_aside_at)
    ON CONFLICT (outbox_id) DO UPDATE SET
        reason = EXCLUDED.reason, reply = EXCLUDED.reply, tries = EXCLUDED.tries, retries = EXCLUDED.retries,
        dead_at = EXCLUDED.dead_at, set_aside_at = EXCLUDED.set_aside_at;
    RETURN NULL;
END $$;
CREATE TRIGGER index_dead_letter AFTER UPDATE ON outbox FOR EACH ROW
    WHEN (OLD.dead_at IS NOT NULL OR NEW.dead_at IS NOT NULL) EXECUTE FUNCTION index_dead_letter();
CREATE TRIGGER index_dead_letter_gone AFTER DELETE ON outbox FOR EACH ROW
    WHEN (OLD.dead_at IS NOT NULL) EXECUTE FUNCTION index_dead_letter();

-- One row of each tenant, its oldest: an organisation whose rows cannot be fired crowds out no other.
CREATE OR REPLACE FUNCTION due_rows(at timestamptz, most integer)
RETURNS TABLE (tenant_id uuid, id uuid) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
    WITH RECURSIVE oldest AS (
        (SELECT d.tenant_id, d.due_row_id, d.fire_at FROM due_index d ORDER BY d.tenant_id, d.fire_at LIMIT 1)
        UNION ALL
        SELECT further.* FROM oldest o, LATERAL (
            SELECT d.tenant_id, d.due_row_id, d.fire_at FROM due_index d
            WHERE d.tenant_id > o.tenant_id ORDER BY d.tenant_id, d.fire_at LIMIT 1) further
    )
    SELECT o.tenant_id, o.due_row_id FROM oldest o WHERE o.fire_at <= at ORDER BY o.fire_at LIMIT most
$$;

-- Counts and ages for the operators' console and the metrics. What a suspended organisation owes is held, not late.
CREATE FUNCTION outbox_health(at timestamptz)
RETURNS TABLE (waiting bigint, oldest timestamptz, retried bigint, oldest_retried timestamptz, held bigint,
    dead bigint, oldest_dead timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT w.*, d.* FROM (
        SELECT count(*) FILTER (WHERE active AND tries = 0), min(owed_at) FILTER (WHERE active AND tries = 0),
            count(*) FILTER (WHERE active AND tries > 0), min(owed_at) FILTER (WHERE active AND tries > 0),
            count(*) FILTER (WHERE NOT active)
        FROM (
            SELECT coalesce(o.owed_at, o.ready_at) AS owed_at, coalesce(o.tries, 0) AS tries,
                t.status <> 'suspended' AS active
            FROM outbox_index o JOIN tenant t ON t.id = o.tenant_id
        ) o WHERE owed_at <= at
    ) w, (
        SELECT count(*), min(dead_at) FROM dead_letter_index WHERE set_aside_at IS NULL
    ) d
$$;

CREATE FUNCTION due_health(at timestamptz)
RETURNS TABLE (overdue bigint, oldest timestamptz, failing bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT (SELECT count(*) FROM due_index WHERE fire_at <= at), (SELECT min(fire_at) FROM due_index WHERE fire_at <= at),
        (SELECT count(*) FROM due_index WHERE attempts > 0)
$$;

-- Whose rows could not be fired, the most of them first
CREATE FUNCTION due_failing(most integer)
RETURNS TABLE (tenant_id uuid, failing bigint) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
    SELECT d.tenant_id, count(*) FROM due_index d WHERE d.attempts > 0 GROUP BY d.tenant_id ORDER BY 2 DESC, 1 LIMIT most
$$;

-- Since when each organisation's history has not been sealed, the longest first
CREATE FUNCTION oldest_seals(most integer)
RETURNS TABLE (tenant_id uuid, since timestamptz) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
    SELECT t.id, coalesce(s.sealed_until, t.created_at) FROM tenant t LEFT JOIN seal_index s ON s.tenant_id = t.id
    ORDER BY 2, 1 LIMIT most
$$;

-- Newest first; each of the first three narrows when it is given, `before` and `before_id` go on from the last row.
CREATE FUNCTION dead_letters(one uuid, of_tenant uuid, of_reason text, aside boolean,
    before timestamptz, before_id uuid, most integer)
RETURNS TABLE (tenant_id uuid, id uuid, kind text, event text, reason text, reply text, tries integer,
    retries integer, owed_at timestamptz, dead_at timestamptz, set_aside_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT d.tenant_id, d.outbox_id, d.kind, d.event, d.reason, d.reply, d.tries, d.retries, d.owed_at, d.dead_at,
        d.set_aside_at
    FROM dead_letter_index d
    WHERE (one IS NULL OR d.outbox_id = one) AND (of_tenant IS NULL OR d.tenant_id = of_tenant)
        AND (of_reason IS NULL OR d.reason = of_reason) AND (d.set_aside_at IS NOT NULL) = aside
        AND (before IS NULL OR (d.dead_at, d.outbox_id) < (before, before_id))
    ORDER BY d.dead_at DESC, d.outbox_id DESC LIMIT most
$$;

CREATE FUNCTION dead_letter_groups(since timestamptz)
RETURNS TABLE (tenant_id uuid, reason text, letters bigint, recent bigint, oldest timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT d.tenant_id, d.reason, count(*), count(*) FILTER (WHERE d.dead_at > since), min(d.dead_at)
    FROM dead_letter_index d WHERE d.set_aside_at IS NULL GROUP BY d.tenant_id, d.reason
$$;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
GRANT EXECUTE ON FUNCTION outbox_health(timestamptz), due_health(timestamptz), due_failing(integer),
    oldest_seals(integer), dead_letters(uuid, uuid, text, boolean, timestamptz, uuid, integer),
    dead_letter_groups(timestamptz) TO {app};
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'amends_backup') THEN
        GRANT SELECT ON process, dead_letter_index TO amends_backup;
    END IF;
END $$;

-- each tenant: outbox
UPDATE outbox_index i SET owed_at = o.created_at, tries = o.attempts FROM outbox o WHERE o.id = i.outbox_id;
UPDATE outbox SET reason = CASE
    WHEN failure LIKE 'recipient refused: %' THEN 'recipient-refused'
    WHEN failure LIKE 'mail refused: %' THEN 'mail-refused'
    WHEN failure LIKE 'not let in: %' THEN 'not-let-in'
    WHEN failure LIKE 'not an e-mail%' OR failure LIKE '% does not take such addresses' THEN 'bad-address'
    WHEN failure LIKE '% did not answer in time' THEN 'no-answer'
    WHEN failure LIKE '% cannot be reached%' THEN 'unreachable'
    WHEN failure LIKE 'an error in the program' THEN 'our-error'
    ELSE 'other' END
WHERE dead_at IS NOT NULL;
