-- Foundation: platform tables, walled tables, index tables, walls, triggers, narrow functions.
-- {app} is the application's role: it owns nothing and passes every wall only in a tenant's scope.
-- A column's comment that begins with "personal" marks personal data.

-- 1. Platform tables: nothing about complaints or complainants. ------------------------------------------------

CREATE TABLE tenant (
    id uuid PRIMARY KEY,
    slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z][a-z0-9-]{1,38}[a-z0-9]$'),
    name_zh text NOT NULL,
    name_en text NOT NULL,
    template text NOT NULL,
    time_zone text NOT NULL,
    language text NOT NULL CHECK (language IN ('zh', 'en')),
    status text NOT NULL CHECK (status IN ('active', 'suspended')),
    contact_phone text NOT NULL,
    contact_email text NOT NULL,
    colour text NOT NULL CHECK (colour ~ '^#[0-9a-f]{6}$'),
    created_at timestamptz NOT NULL,
    suspended_at timestamptz
);

CREATE TABLE operator (
    id uuid PRIMARY KEY,
    email text NOT NULL UNIQUE,
    name text NOT NULL,
    password_hash text NOT NULL,
    language text NOT NULL CHECK (language IN ('zh', 'en')),
    created_at timestamptz NOT NULL
);

CREATE TABLE operator_session (
    id uuid PRIMARY KEY,
    token_digest bytea NOT NULL UNIQUE,
    operator_id uuid NOT NULL REFERENCES operator (id),
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    ended_at timestamptz
);

CREATE TABLE platform_rate (
    id uuid PRIMARY KEY,
    key text NOT NULL,
    window_start timestamptz NOT NULL,
    tries integer NOT NULL,
    UNIQUE (key, window_start)
);

CREATE TABLE operator_act (
    id uuid PRIMARY KEY,
    at timestamptz NOT NULL,
    operator_id uuid REFERENCES operator (id),
    act text NOT NULL,
    tenant_id uuid REFERENCES tenant (id),
    detail jsonb NOT NULL
);

-- 2. Walled tables: every row belongs to one tenant. -----------------------------------------------------------

CREATE TABLE host_name (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    host text NOT NULL CHECK (host = lower(host)),
    created_at timestamptz NOT NULL,
    UNIQUE (tenant_id, id)
);

CREATE TABLE policy_version (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    number integer NOT NULL CHECK (number > 0),
    document jsonb NOT NULL,
    template text NOT NULL,
    template_version text NOT NULL,
    published_at timestamptz NOT NULL,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, number)
);

CREATE TABLE department (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    code text NOT NULL,
    name_zh text NOT NULL,
    name_en text NOT NULL,
    rank integer NOT NULL,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, code)
);

CREATE TABLE person (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    email text NOT NULL CHECK (email = lower(email)),
    name text NOT NULL,
    password_hash text,
    roles text[] NOT NULL,
    department_id uuid,
    language text NOT NULL CHECK (language IN ('zh', 'en')),
    status text NOT NULL CHECK (status IN ('invited', 'active', 'suspended')),
    created_at timestamptz NOT NULL,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, email),
    FOREIGN KEY (tenant_id, department_id) REFERENCES department (tenant_id, id)
);
COMMENT ON COLUMN person.email IS 'personal: staff member';
COMMENT ON COLUMN person.name IS 'personal: staff member';

CREATE TABLE invitation (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    person_id uuid NOT NULL,
    token_digest bytea NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, token_digest),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
);

CREATE TABLE session (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    token_digest bytea NOT NULL,
    person_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    ended_at timestamptz,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, token_digest),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
);

CREATE TABLE rate (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    key text NOT NULL,
    window_start timestamptz NOT NULL,
    tries integer NOT NULL,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, key, window_start)
);

CREATE TABLE number_series (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    series text NOT NULL,
    last integer NOT NULL,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, series)
);

CREATE TABLE complaint (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    number text NOT NULL,
    policy_version_id uuid NOT NULL,
    state text NOT NULL,
    category text NOT NULL,
    level text NOT NULL,
    channel text NOT NULL,
    language text NOT NULL CHECK (language IN ('zh', 'en')),
    department_id uuid NOT NULL,
    assignee_id uuid,
    subject text NOT NULL,
    narrative text NOT NULL,
    demand text NOT NULL,
    answers jsonb NOT NULL,
    complainant_name text,
    complainant_email text,
    complainant_phone text,
    access_code_number integer NOT NULL,
    received_at timestamptz NOT NULL,
    lodged_at timestamptz NOT NULL,
    taken_by uuid,
    disputed boolean NOT NULL,
    next_due timestamptz,
    result text,
    closing_reason text,
    closed_at timestamptz,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, number),
    FOREIGN KEY (tenant_id, policy_version_id) REFERENCES policy_version (tenant_id, id),
    FOREIGN KEY (tenant_id, department_id) REFERENCES department (tenant_id, id),
    FOREIGN KEY (tenant_id, assignee_id) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, taken_by) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN complaint.subject IS 'personal: may name people';
COMMENT ON COLUMN complaint.narrative IS 'personal: complainant''s words';
COMMENT ON COLUMN complaint.demand IS 'personal: complainant''s words';
COMMENT ON COLUMN complaint.answers IS 'personal: answers, some marked personal or sensitive by the policy';
COMMENT ON COLUMN complaint.complainant_name IS 'personal: complainant';
COMMENT ON COLUMN complaint.complainant_email IS 'personal: complainant';
COMMENT ON COLUMN complaint.complainant_phone IS 'personal: complainant';
COMMENT ON COLUMN complaint.result IS 'personal: may name people';
-- for queue.listing(): what is due first, newest first among equals
CREATE INDEX complaint_queue ON complaint (tenant_id, next_due, lodged_at DESC) WHERE closed_at IS NULL;
CREATE INDEX complaint_recent ON complaint (tenant_id, lodged_at DESC);

CREATE TABLE submission (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    form_id text NOT NULL,
    purpose text NOT NULL,
    result text NOT NULL,
    made_at timestamptz NOT NULL,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, form_id)
);

CREATE TABLE allegation (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    complaint_id uuid NOT NULL,
    rank integer NOT NULL,
    content text NOT NULL,
    outcome text,
    finding text,
    decided_at timestamptz,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, complaint_id, rank),
    FOREIGN KEY (tenant_id, complaint_id) REFERENCES complaint (tenant_id, id)
);
COMMENT ON COLUMN allegation.content IS 'personal: may name people';
COMMENT ON COLUMN allegation.finding IS 'personal: may name people';

CREATE TABLE promise (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    complaint_id uuid NOT NULL,
    kind text NOT NULL,
    started_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    ended_at timestamptz,
    cancelled boolean NOT NULL,
    explanation jsonb NOT NULL,
    UNIQUE (tenant_id, id),
    FOREIGN KEY (tenant_id, complaint_id) REFERENCES complaint (tenant_id, id)
);
CREATE INDEX promise_of_complaint ON promise (tenant_id, complaint_id);
-- for firing and next_due: one running promise of a kind at a time
CREATE UNIQUE INDEX promise_running ON promise (tenant_id, complaint_id, kind) WHERE ended_at IS NULL;

CREATE TABLE due_row (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    complaint_id uuid NOT NULL,
    promise_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('warning', 'breach')),
    fire_at timestamptz NOT NULL,
    attempts integer NOT NULL,
    fired_at timestamptz,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, promise_id, kind),
    FOREIGN KEY (tenant_id, complaint_id) REFERENCES complaint (tenant_id, id),
    FOREIGN KEY (tenant_id, promise_id) REFERENCES promise (tenant_id, id)
);
-- for clock.fire_due(): what has not fired, oldest first
CREATE INDEX due_row_waiting ON due_row (tenant_id, fire_at) WHERE fired_at IS NULL;

CREATE TABLE remedy (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    complaint_id uuid NOT NULL,
    code text NOT NULL,
    description text NOT NULL,
    amount numeric(14, 2) CHECK (amount >= 0),
    currency text NOT NULL,
    offered_at timestamptz NOT NULL,
    offered_by uuid NOT NULL,
    carried_out_at timestamptz,
    UNIQUE (tenant_id, id),
    FOREIGN KEY (tenant_id, complaint_id) REFERENCES complaint (tenant_id, id),
    FOREIGN KEY (tenant_id, offered_by) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN remedy.description IS 'personal: may name people';
CREATE INDEX remedy_of_complaint ON remedy (tenant_id, complaint_id);

CREATE TABLE message (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    complaint_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('from_complainant', 'to_complainant', 'note')),
    author_id uuid,
    body text NOT NULL,
    at timestamptz NOT NULL,
    UNIQUE (tenant_id, id),
    FOREIGN KEY (tenant_id, complaint_id) REFERENCES complaint (tenant_id, id),
    FOREIGN KEY (tenant_id, author_id) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN message.body IS 'personal: correspondence';
CREATE INDEX message_of_complaint ON message (tenant_id, complaint_id, at);

CREATE TABLE evidence (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    complaint_id uuid NOT NULL,
    message_id uuid,
    name text NOT NULL,
    mime text NOT NULL,
    size bigint NOT NULL,
    sha256 text NOT NULL,
    object_name text NOT NULL,
    copy_name text,
    copy_mime text,
    copy_size bigint,
    copy_sha256 text,
    added_by uuid,
    added_at timestamptz NOT NULL,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, object_name),
    FOREIGN KEY (tenant_id, complaint_id) REFERENCES complaint (tenant_id, id),
    FOREIGN KEY (tenant_id, message_id) REFERENCES message (tenant_id, id),
    FOREIGN KEY (tenant_id, added_by) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN evidence.name IS 'personal: file name given by the complainant';
CREATE INDEX evidence_of_complaint ON evidence (tenant_id, complaint_id);

CREATE TABLE notice (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    complaint_id uuid,
    event text NOT NULL,
    channel text NOT NULL CHECK (channel IN ('mail', 'app')),
    person_id uuid,
    address text,
    language text NOT NULL CHECK (language IN ('zh', 'en')),
    subject text NOT NULL,
    body text NOT NULL,
    message_id text NOT NULL UNIQUE,
    created_at timestamptz NOT NULL,
    sent_at timestamptz,
    failed_at timestamptz,
    failure text,
    read_at timestamptz,
    UNIQUE (tenant_id, id),
    FOREIGN KEY (tenant_id, complaint_id) REFERENCES complaint (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN notice.address IS 'personal: recipient';
COMMENT ON COLUMN notice.subject IS 'personal: letter';
COMMENT ON COLUMN notice.body IS 'personal: letter';
CREATE INDEX notice_of_complaint ON notice (tenant_id, complaint_id, created_at);
CREATE INDEX notice_unread ON notice (tenant_id, person_id, created_at DESC) WHERE channel = 'app';

CREATE TABLE outbox (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    name text NOT NULL,
    payload jsonb NOT NULL,
    dedup_key text NOT NULL,
    created_at timestamptz NOT NULL,
    not_before timestamptz NOT NULL,
    attempts integer NOT NULL,
    claimed_until timestamptz,
    settled_at timestamptz,
    dead_at timestamptz,
    failure text,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, dedup_key)
);

CREATE TABLE history_entry (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    chain_id uuid NOT NULL,
    complaint_id uuid,
    seq integer NOT NULL CHECK (seq > 0),
    at timestamptz NOT NULL,
    actor_kind text NOT NULL CHECK (actor_kind IN ('complainant', 'person', 'operator', 'system')),
    actor_id uuid,
    act text NOT NULL,
    detail jsonb NOT NULL,
    digests jsonb NOT NULL,
    prev_hash bytea NOT NULL,
    hash bytea NOT NULL,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, chain_id, seq),
    FOREIGN KEY (tenant_id, complaint_id) REFERENCES complaint (tenant_id, id)
);

CREATE TABLE history_value (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    entry_id uuid NOT NULL,
    name text NOT NULL,
    salt bytea NOT NULL,
    value text NOT NULL,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, entry_id, name),
    FOREIGN KEY (tenant_id, entry_id) REFERENCES history_entry (tenant_id, id)
);
COMMENT ON COLUMN history_value.value IS 'personal: erasable; the chain holds its salted digest';

CREATE TABLE seal (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    number integer NOT NULL CHECK (number > 0),
    day date NOT NULL,
    sealed_at timestamptz NOT NULL,
    heads_count integer NOT NULL,
    root bytea NOT NULL,
    prev bytea NOT NULL,
    mac bytea NOT NULL,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, number),
    UNIQUE (tenant_id, day)
);

CREATE TABLE case_head (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    seal_id uuid NOT NULL,
    chain_id uuid NOT NULL,
    seq integer NOT NULL,
    hash bytea NOT NULL,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, seal_id, chain_id),
    FOREIGN KEY (tenant_id, seal_id) REFERENCES seal (tenant_id, id)
);

-- 3. Index tables: ids, times and tokens only; the application's role has no right on them. --------------------

CREATE TABLE host_index (
    host text PRIMARY KEY,
    tenant_id uuid NOT NULL
);

CREATE TABLE due_index (
    due_row_id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL,
    fire_at timestamptz NOT NULL
);
CREATE INDEX due_index_order ON due_index (fire_at);

CREATE TABLE outbox_index (
    outbox_id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL,
    ready_at timestamptz NOT NULL
);
CREATE INDEX outbox_index_order ON outbox_index (ready_at);

CREATE TABLE seal_index (
    tenant_id uuid PRIMARY KEY,
    sealed_until timestamptz NOT NULL
);

CREATE FUNCTION index_host() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN DELETE FROM host_index WHERE host = OLD.host AND tenant_id = OLD.tenant_id; END IF;
    IF TG_OP <> 'DELETE' THEN INSERT INTO host_index VALUES (NEW.host, NEW.tenant_id); END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER index_host AFTER INSERT OR UPDATE OR DELETE ON host_name
    FOR EACH ROW EXECUTE FUNCTION index_host();

CREATE FUNCTION index_due() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND NEW.fired_at IS NOT NULL) THEN
        DELETE FROM due_index WHERE due_row_id = OLD.id;
    ELSE
        INSERT INTO due_index VALUES (NEW.id, NEW.tenant_id, NEW.fire_at)
        ON CONFLICT (due_row_id) DO UPDATE SET fire_at = EXCLUDED.fire_at;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER index_due AFTER INSERT OR UPDATE OR DELETE ON due_row
    FOR EACH ROW EXECUTE FUNCTION index_due();

CREATE FUNCTION index_outbox() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND (NEW.settled_at IS NOT NULL OR NEW.dead_at IS NOT NULL)) THEN
        DELETE FROM outbox_index WHERE outbox_id = OLD.id;
    ELSIF TG_OP = 'INSERT' OR NEW.not_before <> OLD.not_before OR OLD.dead_at IS NOT NULL THEN
        INSERT INTO outbox_index VALUES (NEW.id, NEW.tenant_id, NEW.not_before)
        ON CONFLICT (outbox_id) DO UPDATE SET ready_at = EXCLUDED.ready_at;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER index_outbox AFTER INSERT OR UPDATE OR DELETE ON outbox
    FOR EACH ROW EXECUTE FUNCTION index_outbox();

CREATE FUNCTION index_seal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
    INSERT INTO seal_index VALUES (NEW.tenant_id, NEW.sealed_at)
    ON CONFLICT (tenant_id) DO UPDATE SET sealed_until = EXCLUDED.sealed_until;
    RETURN NULL;
END $$;
CREATE TRIGGER index_seal AFTER INSERT ON seal FOR EACH ROW EXECUTE FUNCTION index_seal();

-- 4. Narrow functions: the only way across tenants, ids out and nothing else. ----------------------------------

CREATE FUNCTION tenant_of_host(wanted text) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
    SELECT tenant_id FROM host_index WHERE host = wanted
$$;

-- for the clock process: oldest first; rows are locked and read in their tenant's scope afterwards
CREATE FUNCTION due_rows(at timestamptz, most integer)
RETURNS TABLE (tenant_id uuid, id uuid) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
    SELECT d.tenant_id, d.due_row_id FROM due_index d WHERE d.fire_at <= at ORDER BY d.fire_at LIMIT most
$$;

CREATE FUNCTION next_due_row() RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
    SELECT min(fire_at) FROM due_index
$$;

-- for the relay: hands a row out and hides it until `again`, so that a message the queue lost is handed out anew
CREATE FUNCTION outbox_ready(at timestamptz, again timestamptz, most integer)
RETURNS TABLE (tenant_id uuid, id uuid) LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
    UPDATE outbox_index o SET ready_at = again
    WHERE o.outbox_id IN (
        SELECT i.outbox_id FROM outbox_index i WHERE i.ready_at <= at
        ORDER BY i.ready_at LIMIT most FOR UPDATE SKIP LOCKED)
    RETURNING o.tenant_id, o.outbox_id
$$;

-- for the daily seal: tenants not sealed since `before`
CREATE FUNCTION tenants_to_seal(before timestamptz)
RETURNS TABLE (tenant_id uuid) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
    SELECT t.id FROM tenant t LEFT JOIN seal_index s ON s.tenant_id = t.id
    WHERE t.created_at < before AND (s.sealed_until IS NULL OR s.sealed_until < before)
$$;

-- 5. Walls and rights. ----------------------------------------------------------------------------------------

DO $$
DECLARE walled text;
BEGIN
    FOREACH walled IN ARRAY ARRAY['host_name', 'policy_version', 'department', 'person', 'invitation', 'session',
        'rate', 'number_series', 'complaint', 'submission', 'allegation', 'promise', 'due_row', 'remedy', 'message',
        'evidence', 'notice', 'outbox', 'history_entry', 'history_value', 'seal', 'case_head']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', walled);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', walled);
        EXECUTE format('CREATE POLICY tenant_wall ON %I TO {app}
            USING (tenant_id = current_setting(''amends.tenant'')::uuid)
            WITH CHECK (tenant_id = current_setting(''amends.tenant'')::uuid)', walled);
        EXECUTE format('GRANT SELECT, INSERT ON %I TO {app}', walled);
    END LOOP;
    -- History, seals and published policies are append-only: no UPDATE, no DELETE for anybody who serves.
    FOREACH walled IN ARRAY ARRAY['host_name', 'person', 'invitation', 'session', 'rate', 'number_series',
        'complaint', 'submission', 'allegation', 'promise', 'due_row', 'remedy', 'notice', 'outbox']
    LOOP
        EXECUTE format('GRANT UPDATE ON %I TO {app}', walled);
    END LOOP;
END $$;

GRANT DELETE ON rate, due_row, outbox, host_name, submission TO {app};
GRANT SELECT, INSERT, UPDATE ON tenant, operator, operator_session TO {app};
GRANT SELECT, INSERT, UPDATE, DELETE ON platform_rate TO {app};
GRANT SELECT, INSERT ON operator_act TO {app};
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO {app};
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenant_of_host(text), due_rows(timestamptz, integer), next_due_row(),
    outbox_ready(timestamptz, timestamptz, integer), tenants_to_seal(timestamptz) TO {app};
