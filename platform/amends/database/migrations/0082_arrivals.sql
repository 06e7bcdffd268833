-- What reaches an organisation and is no numbered complaint yet: mail, missed calls, notes in a box, letters of others.
CREATE TABLE arrival (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    key text NOT NULL CHECK (key <> ''),
    kind text NOT NULL,
    arrived_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by uuid,
    sender_name text NOT NULL,
    sender_email text NOT NULL,
    sender_phone text NOT NULL,
    sender_other text NOT NULL,
    subject text NOT NULL,
    body text NOT NULL,
    files jsonb NOT NULL,
    source jsonb,
    signs jsonb NOT NULL,
    case_hint uuid,
    standing text NOT NULL CHECK (standing IN ('waiting', 'held', 'complaint', 'message', 'dismissed')),
    reason text,
    due_at timestamptz NOT NULL,
    turns integer NOT NULL CHECK (turns >= 0),
    settled_at timestamptz,
    settled_by uuid,
    complaint_id uuid,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, key),
    CHECK ((standing IN ('waiting', 'held')) = (settled_at IS NULL)),
    CHECK (standing NOT IN ('held', 'dismissed') OR reason <> ''),
    FOREIGN KEY (tenant_id, recorded_by) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, settled_by) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, case_hint) REFERENCES complaint (tenant_id, id) ON DELETE SET NULL (case_hint),
    FOREIGN KEY (tenant_id, complaint_id) REFERENCES complaint (tenant_id, id) ON DELETE SET NULL (complaint_id)
);
COMMENT ON COLUMN arrival.sender_name IS 'personal: sender';
COMMENT ON COLUMN arrival.sender_email IS 'personal: sender';
COMMENT ON COLUMN arrival.sender_phone IS 'personal: sender';
COMMENT ON COLUMN arrival.sender_other IS 'personal: sender, such as an account of a social medium';
COMMENT ON COLUMN arrival.subject IS 'personal: in the words of whoever sent it';
COMMENT ON COLUMN arrival.body IS 'personal: in the words of whoever sent it';
COMMENT ON COLUMN arrival.files IS 'personal: names of files may name people';
COMMENT ON COLUMN arrival.source IS 'personal: where the message lies as it came';
COMMENT ON COLUMN arrival.signs IS 'personal: what was found out about it, addresses among it';
COMMENT ON COLUMN arrival.reason IS 'personal: may name people';
-- the tray: what waits, by when it is to be looked at; then what was settled last
CREATE INDEX arrival_waiting ON arrival (tenant_id, due_at) WHERE settled_at IS NULL;
CREATE INDEX arrival_settled ON arrival (tenant_id, settled_at DESC) WHERE settled_at IS NOT NULL;
CREATE INDEX arrival_of_case ON arrival (tenant_id, complaint_id) WHERE complaint_id IS NOT NULL;
CREATE INDEX arrival_hints ON arrival (tenant_id, case_hint) WHERE case_hint IS NOT NULL;

ALTER TABLE arrival ENABLE ROW LEVEL SECURITY;
ALTER TABLE arrival FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON arrival TO {app}
    USING (tenant_id = (SELECT current_setting('amends.tenant')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('amends.tenant')::uuid));
GRANT SELECT, INSERT, UPDATE ON arrival TO {app};
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'amends_backup') THEN
        CREATE POLICY backup_reads ON arrival FOR SELECT TO amends_backup USING (true);
        GRANT SELECT ON arrival TO amends_backup;
    END IF;
END $$;
