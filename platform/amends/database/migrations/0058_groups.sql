-- Complaints of different people about one matter (amends.groups): one of them leads, and itself has a row. Every time in a
-- group is a row of its own; leaving ends it.
CREATE TABLE group_member (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    complaint_id uuid NOT NULL,
    lead_id uuid NOT NULL,
    reason text NOT NULL,
    joined_at timestamptz NOT NULL,
    joined_by uuid,
    chosen_at timestamptz,
    chosen_by uuid,
    relied_at timestamptz,
    relied_by uuid,
    left_at timestamptz,
    left_by uuid,
    left_reason text,
    UNIQUE (tenant_id, id),
    CHECK (left_at IS NULL OR left_reason IS NOT NULL),
    FOREIGN KEY (tenant_id, complaint_id) REFERENCES complaint (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, lead_id) REFERENCES complaint (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, joined_by) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, chosen_by) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, relied_by) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, left_by) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN group_member.reason IS 'personal: may name people';
COMMENT ON COLUMN group_member.left_reason IS 'personal: may name people';
-- One group at a time.
CREATE UNIQUE INDEX group_member_now ON group_member (tenant_id, complaint_id) WHERE left_at IS NULL;
CREATE INDEX group_member_of_case ON group_member (tenant_id, complaint_id);
CREATE INDEX group_member_of_lead ON group_member (tenant_id, lead_id, joined_at);

ALTER TABLE group_member ENABLE ROW LEVEL SECURITY;
ALTER TABLE group_member FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON group_member TO {app}
    USING (tenant_id = (SELECT current_setting('amends.tenant')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('amends.tenant')::uuid));
GRANT SELECT, INSERT, UPDATE ON group_member TO {app};
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'amends_backup') THEN
        CREATE POLICY backup_reads ON group_member FOR SELECT TO amends_backup USING (true);
        GRANT SELECT ON group_member TO amends_backup;
    END IF;
END $$;
