-- What a scanner says of each file that came in: waiting until one has looked at it, never opened once harm was found.
CREATE TABLE file_scan (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    object_name text NOT NULL,
    sha256 text NOT NULL,
    evidence_id uuid,
    arrival_id uuid,
    handover_in_id uuid,
    standing text NOT NULL CHECK (standing IN ('waiting', 'clean', 'infected', 'skipped')),
    found text NOT NULL,
    owed_at timestamptz NOT NULL,
    looked_at timestamptz,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, object_name),
    CHECK ((standing = 'waiting') = (looked_at IS NULL)),
    CHECK (num_nonnulls(evidence_id, arrival_id, handover_in_id) > 0),
    FOREIGN KEY (tenant_id, evidence_id) REFERENCES evidence (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, arrival_id) REFERENCES arrival (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, handover_in_id) REFERENCES handover_in (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX file_scan_evidence ON file_scan (tenant_id, evidence_id) WHERE evidence_id IS NOT NULL;
CREATE INDEX file_scan_arrival ON file_scan (tenant_id, arrival_id) WHERE arrival_id IS NOT NULL;
CREATE INDEX file_scan_handover ON file_scan (tenant_id, handover_in_id) WHERE handover_in_id IS NOT NULL;

ALTER TABLE file_scan ENABLE ROW LEVEL SECURITY;
ALTER TABLE file_scan FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON file_scan TO {app}
    USING (tenant_id = (SELECT current_setting('amends.tenant')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('amends.tenant')::uuid));
GRANT SELECT, INSERT ON file_scan TO {app};
GRANT UPDATE (evidence_id, standing, found, looked_at) ON file_scan TO {app};
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'amends_backup') THEN
        CREATE POLICY backup_reads ON file_scan FOR SELECT TO amends_backup USING (true);
        GRANT SELECT ON file_scan TO amends_backup;
    END IF;
END $$;
