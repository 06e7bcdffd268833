-- Members of staff a complaint is about: told what it says and when they are heard, or why it is decided without them.
CREATE TABLE hearing_notice (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    complaint_id uuid NOT NULL,
    person_id uuid NOT NULL,
    unheard boolean NOT NULL,
    content text NOT NULL,
    venue text NOT NULL,
    hear_at timestamptz,
    hearer_id uuid,
    written_at timestamptz NOT NULL,
    written_by uuid,
    place integer NOT NULL CHECK (place > 0),
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, complaint_id, place),
    CHECK (unheard = (hear_at IS NULL) AND unheard = (hearer_id IS NULL)),
    CHECK (hearer_id <> person_id),
    FOREIGN KEY (tenant_id, complaint_id) REFERENCES complaint (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, hearer_id) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, written_by) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN hearing_notice.content IS 'personal: what somebody is said to have done, or why they were not heard';
COMMENT ON COLUMN hearing_notice.venue IS 'personal: may name people';
ALTER TABLE hearing_notice ENABLE ROW LEVEL SECURITY;
ALTER TABLE hearing_notice FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON hearing_notice TO {app}
    USING (tenant_id = (SELECT current_setting('amends.tenant')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('amends.tenant')::uuid));
-- What somebody was told stays as it was told.
GRANT SELECT, INSERT ON hearing_notice TO {app};
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'amends_backup') THEN
        CREATE POLICY backup_reads ON hearing_notice FOR SELECT TO amends_backup USING (true);
        GRANT SELECT ON hearing_notice TO amends_backup;
    END IF;
END $$;
