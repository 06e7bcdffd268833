-- Somebody who speaks for a complainant (amends.representation): offered, accepted or refused, ended.
CREATE TABLE representation (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    complaint_id uuid NOT NULL,
    name text NOT NULL,
    relation text NOT NULL,
    authority text NOT NULL,
    email text NOT NULL,
    phone text NOT NULL,
    postal_address text NOT NULL,
    evidence_id uuid,
    until timestamptz,
    offered_at timestamptz NOT NULL,
    offered_by uuid,
    asked_at timestamptz,
    accepted_at timestamptz,
    accepted_by uuid,
    accepted_note text,
    ended_at timestamptz,
    ended_by uuid,
    ended_reason text,
    UNIQUE (tenant_id, id),
    CHECK (ended_at IS NULL OR ended_reason IS NOT NULL),
    FOREIGN KEY (tenant_id, complaint_id) REFERENCES complaint (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, evidence_id) REFERENCES evidence (tenant_id, id) ON DELETE SET NULL (evidence_id),
    FOREIGN KEY (tenant_id, offered_by) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, accepted_by) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, ended_by) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN representation.name IS 'personal: representative';
COMMENT ON COLUMN representation.relation IS 'personal: representative';
COMMENT ON COLUMN representation.authority IS 'personal: may name people';
COMMENT ON COLUMN representation.email IS 'personal: representative';
COMMENT ON COLUMN representation.phone IS 'personal: representative';
COMMENT ON COLUMN representation.postal_address IS 'personal: representative';
COMMENT ON COLUMN representation.accepted_note IS 'personal: may name people';
COMMENT ON COLUMN representation.ended_reason IS 'personal: may name people';
-- One at a time.
CREATE UNIQUE INDEX representation_now ON representation (tenant_id, complaint_id) WHERE ended_at IS NULL;
CREATE INDEX representation_of_case ON representation (tenant_id, complaint_id, offered_at);
CREATE INDEX representation_evidence ON representation (tenant_id, evidence_id);

-- The same as letters need it, so that none asks for it: whoever speaks for them now, or offered to.
ALTER TABLE complaint ADD COLUMN represented jsonb;
COMMENT ON COLUMN complaint.represented IS 'personal: representative';

ALTER TABLE representation ENABLE ROW LEVEL SECURITY;
ALTER TABLE representation FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON representation TO {app}
    USING (tenant_id = (SELECT current_setting('amends.tenant')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('amends.tenant')::uuid));
GRANT SELECT, INSERT, UPDATE ON representation TO {app};
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'amends_backup') THEN
        CREATE POLICY backup_reads ON representation FOR SELECT TO amends_backup USING (true);
        GRANT SELECT ON representation TO amends_backup;
    END IF;
END $$;
