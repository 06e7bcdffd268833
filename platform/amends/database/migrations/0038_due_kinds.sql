-- Rows of due_index written before 0036 do not say what they are. They learn it as soon as anything of them changes: what
-- is set aside says it. Only what was set aside before this stays without: due_aside() gives '' for it.
CREATE OR REPLACE FUNCTION index_due() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND NEW.fired_at IS NOT NULL) THEN
        DELETE FROM due_index WHERE due_row_id = OLD.id;
    ELSE
        INSERT INTO due_index (due_row_id, tenant_id, fire_at, attempts, kind, failure, set_aside_at)
        VALUES (NEW.id, NEW.tenant_id, CASE WHEN NEW.set_aside_at IS NULL THEN NEW.fire_at ELSE 'infinity' END,
            NEW.attempts, 'promise', CASE WHEN NEW.failure ~ '^[A-Za-z0-9_]{1,60}$' THEN NEW.failure END, NEW.set_aside_at)
        ON CONFLICT (due_row_id) DO UPDATE SET fire_at = EXCLUDED.fire_at, attempts = EXCLUDED.attempts,
            kind = EXCLUDED.kind, failure = EXCLUDED.failure, set_aside_at = EXCLUDED.set_aside_at;
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION index_task() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM due_index WHERE due_row_id = OLD.id;
    ELSIF NEW.look_at IS NULL THEN
        DELETE FROM due_index WHERE due_row_id = NEW.id;
    ELSE
        INSERT INTO due_index (due_row_id, tenant_id, fire_at, attempts, kind, failure, set_aside_at)
        VALUES (NEW.id, NEW.tenant_id, CASE WHEN NEW.set_aside_at IS NULL THEN NEW.look_at ELSE 'infinity' END,
            NEW.attempts, 'task', CASE WHEN NEW.failure ~ '^[A-Za-z0-9_]{1,60}$' THEN NEW.failure END, NEW.set_aside_at)
        ON CONFLICT (due_row_id) DO UPDATE SET fire_at = EXCLUDED.fire_at, attempts = EXCLUDED.attempts,
            kind = EXCLUDED.kind, failure = EXCLUDED.failure, set_aside_at = EXCLUDED.set_aside_at;
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION due_aside(most integer)
RETURNS TABLE (tenant_id uuid, kind text, failure text, items bigint, tries integer, oldest timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT d.tenant_id, coalesce(d.kind, ''), coalesce(d.failure, ''), count(*), max(d.attempts), min(d.set_aside_at)
    FROM due_index d WHERE d.attempts > 0 AND d.set_aside_at IS NOT NULL GROUP BY 1, 2, 3 ORDER BY 6, 1, 2, 3 LIMIT most
$$;
