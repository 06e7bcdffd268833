-- Finding cases by their words: tokens in an index table behind narrow functions, as under row-level security no GIN index
-- serves. What is changed is written down here by triggers and read anew by a worker: no change is ever forgotten.
CREATE TABLE search_key (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL UNIQUE REFERENCES tenant (id),
    key bytea NOT NULL
);
ALTER TABLE search_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE search_key FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON search_key TO {app}
    USING (tenant_id = (SELECT current_setting('amends.tenant')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('amends.tenant')::uuid));
GRANT SELECT, INSERT ON search_key TO {app};

-- One row for each of those who may read different parts of a case; `readers`: of roles that alone may, none: everybody.
-- `chief`: tokens of its number, its people and its subject.
CREATE TABLE search_index (
    tenant_id uuid NOT NULL,
    complaint_id uuid NOT NULL,
    part integer NOT NULL,
    at timestamptz NOT NULL,
    readers bigint[] NOT NULL,
    chief bigint[] NOT NULL,
    tokens bigint[] NOT NULL,
    PRIMARY KEY (tenant_id, complaint_id, part)
);
CREATE INDEX search_index_tokens ON search_index USING gin (tokens);

CREATE TABLE search_due_index (
    tenant_id uuid NOT NULL,
    complaint_id uuid NOT NULL,
    turn integer NOT NULL,
    look_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, complaint_id)
);
CREATE INDEX search_due_order ON search_due_index (look_at);

-- `turn` tells whoever has read a case whether it was changed since. A case that goes takes its words along.
CREATE FUNCTION index_words() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE whose uuid;
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM search_index s WHERE s.tenant_id = OLD.tenant_id AND s.complaint_id = OLD.id;
        DELETE FROM search_due_index d WHERE d.tenant_id = OLD.tenant_id AND d.complaint_id = OLD.id;
        RETURN NULL;
    END IF;
    IF TG_TABLE_NAME = 'complaint' THEN whose := NEW.id; ELSE whose := NEW.complaint_id; END IF;
    INSERT INTO search_due_index AS d VALUES (NEW.tenant_id, whose, 1, '-infinity')
    ON CONFLICT (tenant_id, complaint_id) DO UPDATE SET turn = d.turn + 1, look_at = '-infinity';
    RETURN NULL;
END $$;
CREATE TRIGGER index_words AFTER INSERT OR DELETE OR UPDATE OF number, subject, narrative, demand, answers, complainant_name,
    complainant_email, complainant_phone, complainant_address, result ON complaint
    FOR EACH ROW EXECUTE FUNCTION index_words();
CREATE TRIGGER index_words AFTER INSERT OR UPDATE OF content, finding ON allegation
    FOR EACH ROW EXECUTE FUNCTION index_words();
CREATE TRIGGER index_words AFTER INSERT OR UPDATE OF body ON message
    FOR EACH ROW EXECUTE FUNCTION index_words();
CREATE TRIGGER index_words AFTER INSERT OR UPDATE OF name ON evidence
    FOR EACH ROW EXECUTE FUNCTION index_words();

-- for the worker: hands cases out and hides them until `again`, so that one a worker lost comes anew
CREATE FUNCTION search_waiting(at timestamptz, again timestamptz, most integer)
RETURNS TABLE (tenant_id uuid, id uuid, turn integer) LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE search_due_index d SET look_at = again
    WHERE (d.tenant_id, d.complaint_id) IN (
        SELECT i.tenant_id, i.complaint_id FROM search_due_index i WHERE i.look_at <= at
        ORDER BY i.look_at LIMIT most FOR UPDATE SKIP LOCKED)
    RETURNING d.tenant_id, d.complaint_id, d.turn
$$;

-- `entries`: a list of {part, at, readers, chief, tokens}, all that the case has. Changed since, it stays waiting.
CREATE FUNCTION search_keep(whose uuid, seen integer, entries jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE tenant uuid := current_setting('amends.tenant')::uuid;
BEGIN
    PERFORM FROM search_due_index d WHERE d.tenant_id = tenant AND d.complaint_id = whose AND d.turn = seen FOR UPDATE;
    IF NOT FOUND THEN RETURN; END IF;
    DELETE FROM search_index s WHERE s.tenant_id = tenant AND s.complaint_id = whose;
    INSERT INTO search_index SELECT tenant, whose, (e->>'part')::integer, (e->>'at')::timestamptz,
        ARRAY(SELECT jsonb_array_elements_text(e->'readers')::bigint),
        ARRAY(SELECT jsonb_array_elements_text(e->'chief')::bigint),
        ARRAY(SELECT jsonb_array_elements_text(e->'tokens')::bigint)
    FROM jsonb_array_elements(entries) e;
    DELETE FROM search_due_index d WHERE d.tenant_id = tenant AND d.complaint_id = whose;
END $$;

-- `wanted`: a list of what has to be found, each a list of ways, each a list of tokens that stand together; of `soft`, tokens by
-- themselves, at least `needed`, in one of the newest that may have them. Arrays are written into the statement, made of numbers alone, so that the planner knows them.
-- Read in a row, each case's tokens would be fetched from where long values are kept: seconds for a word that is in most cases.
CREATE FUNCTION search_cases(wanted jsonb, soft bigint[], needed integer, reader bigint[], most integer)
RETURNS TABLE (id uuid) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off SET work_mem = '32MB' AS $$
DECLARE
    tenant uuid := current_setting('amends.tenant')::uuid;
    found text := 'true';
    chiefly text := 'true';
    near text := 'true';
    ways text;
BEGIN
    FOR ways IN
        SELECT string_agg(format('%%1$s @> %L::bigint[]', ARRAY(SELECT jsonb_array_elements_text(t)::bigint)), ' OR ')
        FROM jsonb_array_elements(wanted) WITH ORDINALITY w(one, n), jsonb_array_elements(w.one) t GROUP BY w.n
    LOOP
        found := found || ' AND (' || format(ways, 's.tokens') || ')';
        chiefly := chiefly || ' AND (' || format(ways, 's.chief') || ')';
    END LOOP;
    IF soft <> '{}' THEN
        -- without any of so many, there are not enough among the others
        found := found || format(' AND s.tokens && %L::bigint[]', soft[1:cardinality(soft) - needed + 1]);
        near := format('(SELECT count(*) FROM unnest(%L::bigint[]) t WHERE t = ANY (s.tokens)) >= %s', soft, needed);
    END IF;
    RETURN QUERY EXECUTE format('SELECT s.complaint_id FROM (SELECT * FROM search_index s WHERE %s AND s.tenant_id = $1'
        ' AND (s.readers = ''{}'' OR s.readers && $2) %s) s WHERE %s GROUP BY s.complaint_id'
        ' ORDER BY bool_or(%s) DESC, max(s.at) DESC, s.complaint_id LIMIT $3',
        found, CASE WHEN soft <> '{}' THEN 'ORDER BY s.at DESC LIMIT 2000' END, near, chiefly)
        USING tenant, reader, most;
END $$;

REVOKE EXECUTE ON FUNCTION index_words(), search_waiting(timestamptz, timestamptz, integer),
    search_keep(uuid, integer, jsonb), search_cases(jsonb, bigint[], integer, bigint[], integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_waiting(timestamptz, timestamptz, integer), search_keep(uuid, integer, jsonb),
    search_cases(jsonb, bigint[], integer, bigint[], integer) TO {app};

-- What was complained of before is read like what comes.
ALTER TABLE complaint NO FORCE ROW LEVEL SECURITY;
INSERT INTO search_due_index SELECT tenant_id, id, 1, '-infinity' FROM complaint;
ALTER TABLE complaint FORCE ROW LEVEL SECURITY;

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'amends_backup') THEN
        EXECUTE 'CREATE POLICY backup_reads ON search_key FOR SELECT TO amends_backup USING (true)';
        EXECUTE 'GRANT SELECT ON search_key, search_index, search_due_index TO amends_backup';
    END IF;
END $$;
