-- References to business records kept elsewhere (amends.records): which, in which system; nothing of them is fetched.
CREATE TABLE record_reference (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    complaint_id uuid NOT NULL,
    kind text NOT NULL,
    number text NOT NULL,
    note text NOT NULL,
    added_at timestamptz NOT NULL,
    added_by uuid NOT NULL,
    removed_at timestamptz,
    removed_by uuid,
    UNIQUE (tenant_id, id),
    CHECK ((removed_at IS NULL) = (removed_by IS NULL)),
    FOREIGN KEY (tenant_id, complaint_id) REFERENCES complaint (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, added_by) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, removed_by) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN record_reference.number IS 'personal: of a customer, an order, a policy';
COMMENT ON COLUMN record_reference.note IS 'personal: may name people';
CREATE UNIQUE INDEX record_reference_now ON record_reference (tenant_id, complaint_id, kind, number)
    WHERE removed_at IS NULL;

ALTER TABLE record_reference ENABLE ROW LEVEL SECURITY;
ALTER TABLE record_reference FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON record_reference TO {app}
    USING (tenant_id = (SELECT current_setting('amends.tenant')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('amends.tenant')::uuid));
GRANT SELECT, INSERT, UPDATE ON record_reference TO {app};
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'amends_backup') THEN
        CREATE POLICY backup_reads ON record_reference FOR SELECT TO amends_backup USING (true);
        GRANT SELECT ON record_reference TO amends_backup;
    END IF;
END $$;
