-- An address or number a complainant wants to be reached by, until they prove it is theirs. The code is derived, never
-- stored. Once it is proved or thrown away the row says no address any more; it goes a day after.
CREATE TABLE contact_change (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    complaint_id uuid NOT NULL,
    way text NOT NULL CHECK (way IN ('email', 'phone')),
    contact text NOT NULL,
    code_number integer NOT NULL CHECK (code_number > 0),
    sent integer NOT NULL CHECK (sent > 0),
    begun_at timestamptz NOT NULL,
    asked_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, complaint_id, way),
    FOREIGN KEY (tenant_id, complaint_id) REFERENCES complaint (tenant_id, id) ON DELETE CASCADE
);
COMMENT ON COLUMN contact_change.contact IS 'personal: complainant';
ALTER TABLE contact_change ENABLE ROW LEVEL SECURITY;
ALTER TABLE contact_change FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON contact_change TO {app}
    USING (tenant_id = (SELECT current_setting('amends.tenant')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('amends.tenant')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON contact_change TO {app};
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'amends_backup') THEN
        CREATE POLICY backup_reads ON contact_change FOR SELECT TO amends_backup USING (true);
        GRANT SELECT ON contact_change TO amends_backup;
    END IF;
END $$;
