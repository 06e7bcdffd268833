-- What could not be fired after several tries is set aside: nobody tries it any more until an operator who mended the
-- reason puts it back. Nullable, because the version still running knows nothing of them.
ALTER TABLE due_row ADD COLUMN failure text;
ALTER TABLE due_row ADD COLUMN set_aside_at timestamptz;
ALTER TABLE task ADD COLUMN failure text;
ALTER TABLE task ADD COLUMN set_aside_at timestamptz;

-- Codes only: a word for what it is, and the name of the program's own error.
ALTER TABLE due_index ADD COLUMN kind text CHECK (kind IN ('promise', 'task'));
ALTER TABLE due_index ADD COLUMN failure text CHECK (failure ~ '^[A-Za-z0-9_]{1,60}$');
ALTER TABLE due_index ADD COLUMN set_aside_at timestamptz;

-- What is set aside is due never, for whoever looks for what is due.
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
            failure = EXCLUDED.failure, set_aside_at = EXCLUDED.set_aside_at;
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
            failure = EXCLUDED.failure, set_aside_at = EXCLUDED.set_aside_at;
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION next_due_row() RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT nullif(min(fire_at), 'infinity') FROM due_index
$$;

-- As before, but what is set aside is not being tried again: it is counted apart.
CREATE OR REPLACE FUNCTION due_health(at timestamptz)
RETURNS TABLE (overdue bigint, oldest timestamptz, failing bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT (SELECT count(*) FROM due_index WHERE fire_at <= at), (SELECT min(fire_at) FROM due_index WHERE fire_at <= at),
        (SELECT count(*) FROM due_index WHERE attempts > 0 AND set_aside_at IS NULL)
$$;
CREATE OR REPLACE FUNCTION due_failing(most integer)
RETURNS TABLE (tenant_id uuid, failing bigint) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT d.tenant_id, count(*) FROM due_index d WHERE d.attempts > 0 AND d.set_aside_at IS NULL
    GROUP BY d.tenant_id ORDER BY 2 DESC, 1 LIMIT most
$$;

-- Of each organisation how much is set aside, of which kind and by which error, the oldest first. What was never tried is
-- not: so the index of what fails serves.
CREATE FUNCTION due_aside(most integer)
RETURNS TABLE (tenant_id uuid, kind text, failure text, items bigint, tries integer, oldest timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT d.tenant_id, d.kind, coalesce(d.failure, ''), count(*), max(d.attempts), min(d.set_aside_at)
    FROM due_index d WHERE d.attempts > 0 AND d.set_aside_at IS NOT NULL GROUP BY 1, 2, 3 ORDER BY 6, 1, 2, 3 LIMIT most
$$;
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
GRANT EXECUTE ON FUNCTION due_aside(integer) TO {app};
