-- Tasks: something a person has to do about a case, by when, done by whom. Whether one is late is asked, never kept.
CREATE TABLE task (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    kind text NOT NULL,
    cause text NOT NULL,
    complaint_id uuid,
    notice_id uuid,
    letter_id uuid,
    what text NOT NULL,
    facts jsonb NOT NULL,
    department_id uuid,
    assignee_id uuid,
    role text,
    created_at timestamptz NOT NULL,
    created_by uuid,
    due_at timestamptz NOT NULL,
    done_at timestamptz,
    done_by uuid,
    outcome text,
    posted_on date,
    cancelled_at timestamptz,
    cancelled_by uuid,
    cancelled_reason text,
    told text NOT NULL,
    look_at timestamptz,
    attempts integer NOT NULL,
    CHECK (done_at IS NULL OR cancelled_at IS NULL),
    -- One that is over is not looked at any more.
    CHECK (look_at IS NULL OR (done_at IS NULL AND cancelled_at IS NULL)),
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, cause),
    FOREIGN KEY (tenant_id, complaint_id) REFERENCES complaint (tenant_id, id),
    FOREIGN KEY (tenant_id, notice_id) REFERENCES notice (tenant_id, id),
    FOREIGN KEY (tenant_id, department_id) REFERENCES department (tenant_id, id),
    FOREIGN KEY (tenant_id, assignee_id) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, created_by) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, done_by) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, cancelled_by) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN task.what IS 'personal: may name people';
COMMENT ON COLUMN task.facts IS 'personal: may name people';
COMMENT ON COLUMN task.outcome IS 'personal: may name people';
COMMENT ON COLUMN task.cancelled_reason IS 'personal: may name people';
-- for tasks.queries: what is still to be done, and how much of it is somebody's, on every page of the portal
CREATE INDEX task_open ON task (tenant_id, due_at, id) WHERE done_at IS NULL AND cancelled_at IS NULL;
CREATE INDEX task_of_person ON task (tenant_id, assignee_id, due_at, id)
    WHERE done_at IS NULL AND cancelled_at IS NULL AND assignee_id IS NOT NULL;
CREATE INDEX task_of_role ON task (tenant_id, role, due_at, id)
    WHERE done_at IS NULL AND cancelled_at IS NULL AND assignee_id IS NULL AND role IS NOT NULL;
CREATE INDEX task_of_department ON task (tenant_id, department_id, due_at, id)
    WHERE done_at IS NULL AND cancelled_at IS NULL;
CREATE INDEX task_of_case ON task (tenant_id, complaint_id, due_at);
CREATE INDEX task_done ON task (tenant_id, (coalesce(done_at, cancelled_at)) DESC, id)
    WHERE done_at IS NOT NULL OR cancelled_at IS NOT NULL;
-- for redelivery: a letter that is taken after all ends the task to reach somebody some other way
CREATE INDEX task_of_notice ON task (tenant_id, notice_id) WHERE notice_id IS NOT NULL;
-- for tasks.firing: whom to tell of what
CREATE INDEX task_look ON task (tenant_id, look_at) WHERE look_at IS NOT NULL;

ALTER TABLE task ENABLE ROW LEVEL SECURITY;
ALTER TABLE task FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON task TO {app}
    USING (tenant_id = (SELECT current_setting('amends.tenant')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('amends.tenant')::uuid));
GRANT SELECT, INSERT, UPDATE ON task TO {app};
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'amends_backup') THEN
        CREATE POLICY backup_reads ON task FOR SELECT TO amends_backup USING (true);
        GRANT SELECT ON task TO amends_backup;
    END IF;
END $$;

-- The clock finds them where it finds due rows.
CREATE FUNCTION index_task() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM due_index WHERE due_row_id = OLD.id;
    ELSIF NEW.look_at IS NULL THEN
        DELETE FROM due_index WHERE due_row_id = NEW.id;
    ELSE
        INSERT INTO due_index (due_row_id, tenant_id, fire_at, attempts)
        VALUES (NEW.id, NEW.tenant_id, NEW.look_at, NEW.attempts)
        ON CONFLICT (due_row_id) DO UPDATE SET fire_at = EXCLUDED.fire_at, attempts = EXCLUDED.attempts;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER index_task AFTER INSERT OR UPDATE OR DELETE ON task
    FOR EACH ROW EXECUTE FUNCTION index_task();
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;

-- What is to be done about trial cases goes with them (see 0014).
CREATE POLICY trial_wiped ON task FOR DELETE USING (tenant_id = (SELECT t.id FROM tenant t
    WHERE t.id = current_setting('amends.tenant')::uuid AND t.live_at IS NULL));
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
    DELETE FROM task;
    DELETE FROM evidence;
    GET DIAGNOSTICS files = ROW_COUNT;
    DELETE FROM message;
    DELETE FROM remedy;
    DELETE FROM promise;
    DELETE FROM allegation;
    DELETE FROM notice;
    GET DIAGNOSTICS letters = ROW_COUNT;
    DELETE FROM complaint;
    GET DIAGNOSTICS complaints = ROW_COUNT;
    DELETE FROM number_series;
    UPDATE tenant t SET live_at = at WHERE t.id = whose;
END $$;
