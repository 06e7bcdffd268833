-- Why it came to a complaint, and what is done so that it does not come to it again.
CREATE TABLE cause (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    complaint_id uuid NOT NULL,
    depth text NOT NULL CHECK (depth IN ('direct', 'indirect', 'root')),
    branch text NOT NULL,
    content text NOT NULL,
    whys jsonb NOT NULL,
    department_id uuid,
    party text NOT NULL,
    added_at timestamptz NOT NULL,
    added_by uuid,
    struck_at timestamptz,
    struck_by uuid,
    struck_reason text,
    told_at timestamptz,
    told_by uuid,
    task_id uuid,
    UNIQUE (tenant_id, id),
    FOREIGN KEY (tenant_id, complaint_id) REFERENCES complaint (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, department_id) REFERENCES department (tenant_id, id),
    FOREIGN KEY (tenant_id, added_by) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, struck_by) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, told_by) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, task_id) REFERENCES task (tenant_id, id) ON DELETE SET NULL (task_id)
);
COMMENT ON COLUMN cause.content IS 'personal: may name people';
COMMENT ON COLUMN cause.whys IS 'personal: may name people';
COMMENT ON COLUMN cause.party IS 'personal: may name people';
COMMENT ON COLUMN cause.struck_reason IS 'personal: may name people';
CREATE INDEX cause_of_case ON cause (tenant_id, complaint_id, added_at);

CREATE TABLE corrective_action (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    number text NOT NULL,
    origin_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('corrective', 'preventive', 'process')),
    title text NOT NULL,
    measures text NOT NULL,
    owner_id uuid,
    checker_id uuid,
    due_at timestamptz NOT NULL,
    check_due_at timestamptz NOT NULL,
    round integer NOT NULL CHECK (round > 0),
    plans integer NOT NULL CHECK (plans > 0),
    state text NOT NULL CHECK (state IN ('open', 'done', 'effective', 'cancelled')),
    opened_at timestamptz NOT NULL,
    opened_by uuid,
    done_at timestamptz,
    done_by uuid,
    checked_at timestamptz,
    checked_by uuid,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, number),
    CHECK ((state IN ('done', 'effective')) <= (done_at IS NOT NULL)),
    -- Whether it worked is for somebody else to say.
    CHECK (state <> 'effective' OR (checked_by <> owner_id AND checked_by <> done_by)),
    FOREIGN KEY (tenant_id, origin_id) REFERENCES complaint (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, owner_id) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, checker_id) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, opened_by) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, done_by) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, checked_by) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN corrective_action.title IS 'personal: may name people';
COMMENT ON COLUMN corrective_action.measures IS 'personal: may name people';
CREATE INDEX corrective_open ON corrective_action (tenant_id, due_at, id) WHERE state IN ('open', 'done');
CREATE INDEX corrective_over ON corrective_action (tenant_id, opened_at DESC, id) WHERE state IN ('effective', 'cancelled');

CREATE TABLE corrective_case (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    action_id uuid NOT NULL,
    complaint_id uuid NOT NULL,
    linked_at timestamptz NOT NULL,
    linked_by uuid,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, action_id, complaint_id),
    FOREIGN KEY (tenant_id, action_id) REFERENCES corrective_action (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, complaint_id) REFERENCES complaint (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, linked_by) REFERENCES person (tenant_id, id)
);
CREATE INDEX corrective_of_case ON corrective_case (tenant_id, complaint_id);

-- What was done about it, and found of it: added to, never changed.
CREATE TABLE corrective_entry (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    action_id uuid NOT NULL,
    place integer NOT NULL,
    act text NOT NULL CHECK (act IN ('opened', 'linked', 'changed', 'done', 'effective', 'not-effective', 'cancelled')),
    at timestamptz NOT NULL,
    by_id uuid,
    note text NOT NULL,
    process_change text NOT NULL,
    detail jsonb NOT NULL,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, action_id, place),
    FOREIGN KEY (tenant_id, action_id) REFERENCES corrective_action (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, by_id) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN corrective_entry.note IS 'personal: may name people';
COMMENT ON COLUMN corrective_entry.process_change IS 'personal: may name people';
COMMENT ON COLUMN corrective_entry.detail IS 'personal: who it was given to, and until when';

DO $$
DECLARE walled text;
BEGIN
    FOREACH walled IN ARRAY ARRAY['cause', 'corrective_action', 'corrective_case', 'corrective_entry'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', walled);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', walled);
        EXECUTE format($wall$CREATE POLICY tenant_wall ON %I TO {app}
            USING (tenant_id = (SELECT current_setting('amends.tenant')::uuid))
            WITH CHECK (tenant_id = (SELECT current_setting('amends.tenant')::uuid))$wall$, walled);
        IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'amends_backup') THEN
            EXECUTE format('CREATE POLICY backup_reads ON %I FOR SELECT TO amends_backup USING (true)', walled);
            EXECUTE format('GRANT SELECT ON %I TO amends_backup', walled);
        END IF;
    END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE ON cause, corrective_action TO {app};
GRANT SELECT, INSERT ON corrective_case, corrective_entry TO {app};
