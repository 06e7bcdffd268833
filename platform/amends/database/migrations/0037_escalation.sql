-- Steps of escalation that wait: for working hours, or for somebody who was told to answer. `told` holds ids of staff.
CREATE TABLE escalation (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    complaint_id uuid NOT NULL,
    trigger text NOT NULL,
    promise_id uuid,
    step text NOT NULL,
    rank integer NOT NULL,
    raised_at timestamptz NOT NULL,
    fired_at timestamptz,
    told jsonb NOT NULL,
    answer_by timestamptz,
    answered_at timestamptz,
    answered_by uuid,
    passed_on_at timestamptz,
    look_at timestamptz,
    attempts integer NOT NULL,
    failure text,
    set_aside_at timestamptz,
    CHECK (passed_on_at IS NULL OR answered_at IS NULL OR passed_on_at <= answered_at),
    UNIQUE (tenant_id, id),
    FOREIGN KEY (tenant_id, complaint_id) REFERENCES complaint (tenant_id, id),
    FOREIGN KEY (tenant_id, promise_id) REFERENCES promise (tenant_id, id),
    FOREIGN KEY (tenant_id, answered_by) REFERENCES person (tenant_id, id)
);
CREATE INDEX escalation_of_case ON escalation (tenant_id, complaint_id, raised_at);
-- for escalation.firing
CREATE INDEX escalation_due ON escalation (tenant_id, look_at) WHERE look_at IS NOT NULL;

-- Nobody could be told: it stays until somebody has dealt with it.
CREATE TABLE escalation_gap (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    complaint_id uuid NOT NULL,
    trigger text NOT NULL,
    step text NOT NULL,
    reason text NOT NULL CHECK (reason IN ('nobody', 'suspended', 'away', 'same', 'concerned')),
    noted_at timestamptz NOT NULL,
    told jsonb NOT NULL,
    dealt_at timestamptz,
    dealt_by uuid,
    dealt_note text,
    CHECK ((dealt_at IS NULL) = (dealt_by IS NULL)),
    UNIQUE (tenant_id, id),
    FOREIGN KEY (tenant_id, complaint_id) REFERENCES complaint (tenant_id, id),
    FOREIGN KEY (tenant_id, dealt_by) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN escalation_gap.dealt_note IS 'personal: may name people';
CREATE INDEX escalation_gap_open ON escalation_gap (tenant_id, noted_at) WHERE dealt_at IS NULL;
CREATE INDEX escalation_gap_of_case ON escalation_gap (tenant_id, complaint_id);

-- A case that has become an incident; what is done about it is in the case's history.
CREATE TABLE incident (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    complaint_id uuid NOT NULL,
    owner_id uuid,
    plan text NOT NULL,
    declared_at timestamptz NOT NULL,
    ended_at timestamptz,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, complaint_id),
    FOREIGN KEY (tenant_id, complaint_id) REFERENCES complaint (tenant_id, id),
    FOREIGN KEY (tenant_id, owner_id) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN incident.plan IS 'personal: may name people';

-- The members of staff a complaint is about: ids, NULL where there are none.
ALTER TABLE complaint ADD COLUMN concerned jsonb;

DO $$
DECLARE walled text;
BEGIN
    FOREACH walled IN ARRAY ARRAY['escalation', 'escalation_gap', 'incident']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', walled);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', walled);
        EXECUTE format('CREATE POLICY tenant_wall ON %I TO {app} '
            'USING (tenant_id = (SELECT current_setting(''amends.tenant'')::uuid)) '
            'WITH CHECK (tenant_id = (SELECT current_setting(''amends.tenant'')::uuid))', walled);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO {app}', walled);
        EXECUTE format('CREATE POLICY trial_wiped ON %I FOR DELETE USING (tenant_id = (SELECT t.id FROM tenant t '
            'WHERE t.id = current_setting(''amends.tenant'')::uuid AND t.live_at IS NULL))', walled);
        IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'amends_backup') THEN
            EXECUTE format('CREATE POLICY backup_reads ON %I FOR SELECT TO amends_backup USING (true)', walled);
            EXECUTE format('GRANT SELECT ON %I TO amends_backup', walled);
        END IF;
    END LOOP;
END $$;

-- The clock finds them where it finds due rows.
ALTER TABLE due_index DROP CONSTRAINT due_index_kind_check;
ALTER TABLE due_index ADD CONSTRAINT due_index_kind_known
    CHECK (kind IN ('promise', 'task', 'escalation')) NOT VALID;
CREATE FUNCTION index_escalation() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM due_index WHERE due_row_id = OLD.id;
    ELSIF NEW.look_at IS NULL THEN
        DELETE FROM due_index WHERE due_row_id = NEW.id;
    ELSE
        INSERT INTO due_index (due_row_id, tenant_id, fire_at, attempts, kind, failure, set_aside_at)
        VALUES (NEW.id, NEW.tenant_id, CASE WHEN NEW.set_aside_at IS NULL THEN NEW.look_at ELSE 'infinity' END,
            NEW.attempts, 'escalation', CASE WHEN NEW.failure ~ '^[A-Za-z0-9_]{1,60}$' THEN NEW.failure END,
            NEW.set_aside_at)
        ON CONFLICT (due_row_id) DO UPDATE SET fire_at = EXCLUDED.fire_at, attempts = EXCLUDED.attempts,
            failure = EXCLUDED.failure, set_aside_at = EXCLUDED.set_aside_at;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER index_escalation AFTER INSERT OR UPDATE OR DELETE ON escalation
    FOR EACH ROW EXECUTE FUNCTION index_escalation();

-- Escalations of trial cases go with them (see 0014).
CREATE OR REPLACE FUNCTION wipe_trial(at timestamptz, OUT complaints integer, OUT files integer, OUT letters integer,
    OUT entries integer) LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE whose uuid := current_setting('amends.tenant')::uuid;
BEGIN
    PERFORM FROM tenant t WHERE t.id = whose AND t.live_at IS NULL FOR UPDATE;
    IF NOT FOUND OR EXISTS (SELECT FROM seal_index s WHERE s.tenant_id = whose) THEN
        RAISE 'an organisation that is or was live keeps everything' USING ERRCODE = 'restrict_violation';
    END IF;
    DELETE FROM history_value;
    DELETE FROM history_entry;
    GET DIAGNOSTICS entries = ROW_COUNT;
    DELETE FROM escalation;
    DELETE FROM escalation_gap;
    DELETE FROM incident;
    DELETE FROM task;
    DELETE FROM letter;
    DELETE FROM evidence;
    GET DIAGNOSTICS files = ROW_COUNT;
    DELETE FROM message;
    DELETE FROM remedy;
    DELETE FROM promise_entry;
    DELETE FROM promise;
    DELETE FROM allegation;
    DELETE FROM notice;
    GET DIAGNOSTICS letters = ROW_COUNT;
    DELETE FROM complaint;
    GET DIAGNOSTICS complaints = ROW_COUNT;
    DELETE FROM number_series;
    UPDATE tenant t SET live_at = at WHERE t.id = whose;
END $$;
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
