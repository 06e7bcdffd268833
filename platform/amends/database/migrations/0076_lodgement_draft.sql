-- A complaint somebody is still writing: sealed with a key that only their browser holds, gone after some days.
CREATE TABLE lodgement_draft (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    key_digest bytea NOT NULL,
    content text NOT NULL,
    saved_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, key_digest)
);
COMMENT ON COLUMN lodgement_draft.content IS 'personal: complainant';
ALTER TABLE lodgement_draft ENABLE ROW LEVEL SECURITY;
ALTER TABLE lodgement_draft FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON lodgement_draft TO {app}
    USING (tenant_id = (SELECT current_setting('amends.tenant')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('amends.tenant')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON lodgement_draft TO {app};
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'amends_backup') THEN
        CREATE POLICY backup_reads ON lodgement_draft FOR SELECT TO amends_backup USING (true);
        GRANT SELECT ON lodgement_draft TO amends_backup;
    END IF;
END $$;

-- What it takes to serve somebody well: an interpreter, large print, calls at certain hours.
ALTER TABLE complaint ADD COLUMN complainant_needs text;
COMMENT ON COLUMN complaint.complainant_needs IS 'personal: complainant, may tell of their health';
