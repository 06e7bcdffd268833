-- Further departments asked about a case, which stays with the one that owns it (amends.joint).
CREATE TABLE case_department (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    complaint_id uuid NOT NULL,
    department_id uuid NOT NULL,
    question text NOT NULL,
    due_at timestamptz NOT NULL,
    asked_at timestamptz NOT NULL,
    asked_by uuid,
    answer text,
    answered_at timestamptz,
    answered_by uuid,
    ended_at timestamptz,
    ended_by uuid,
    ended_reason text,
    UNIQUE (tenant_id, id),
    CHECK ((answered_at IS NULL) = (answer IS NULL)),
    CHECK (ended_at IS NULL OR (ended_reason IS NOT NULL AND answered_at IS NULL)),
    FOREIGN KEY (tenant_id, complaint_id) REFERENCES complaint (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, department_id) REFERENCES department (tenant_id, id),
    FOREIGN KEY (tenant_id, asked_by) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, answered_by) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, ended_by) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN case_department.question IS 'personal: may name people';
COMMENT ON COLUMN case_department.answer IS 'personal: may name people';
COMMENT ON COLUMN case_department.ended_reason IS 'personal: may name people';
CREATE INDEX case_department_of_case ON case_department (tenant_id, complaint_id, asked_at);
-- One open question to each.
CREATE UNIQUE INDEX case_department_open ON case_department (tenant_id, complaint_id, department_id)
    WHERE answered_at IS NULL AND ended_at IS NULL;

ALTER TABLE case_department ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_department FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON case_department TO {app}
    USING (tenant_id = (SELECT current_setting('amends.tenant')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('amends.tenant')::uuid));
GRANT SELECT, INSERT, UPDATE ON case_department TO {app};
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'amends_backup') THEN
        CREATE POLICY backup_reads ON case_department FOR SELECT TO amends_backup USING (true);
        GRANT SELECT ON case_department TO amends_backup;
    END IF;
END $$;
