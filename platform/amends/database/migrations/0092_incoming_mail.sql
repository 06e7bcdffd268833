-- Mail as it came in, kept before anybody reads it: who delivered it may forget it then.
CREATE TABLE incoming_mail (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    digest bytea NOT NULL CHECK (length(digest) = 32),
    recipient text NOT NULL,
    return_path text NOT NULL,
    peer text NOT NULL,
    object_name text NOT NULL,
    size integer NOT NULL CHECK (size >= 0),
    received_at timestamptz NOT NULL,
    read_at timestamptz,
    outcome text,
    arrival_id uuid,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, digest, recipient),
    CHECK ((read_at IS NULL) = (outcome IS NULL)),
    FOREIGN KEY (tenant_id, arrival_id) REFERENCES arrival (tenant_id, id) ON DELETE SET NULL (arrival_id)
);
COMMENT ON COLUMN incoming_mail.digest IS 'SHA-256 of the message as it was sent: delivered again after a lost answer, it is the same';
COMMENT ON COLUMN incoming_mail.recipient IS 'the address it was delivered to: one of the organisation, of a case or of a letter';
COMMENT ON COLUMN incoming_mail.return_path IS 'personal: where it says it comes from';
COMMENT ON COLUMN incoming_mail.peer IS 'personal: the network address of the server that delivered it';
COMMENT ON COLUMN incoming_mail.object_name IS 'personal: where the message lies as it came';
-- what nobody has read yet, for the sweep of stored objects; what is read belongs to its arrival
CREATE INDEX incoming_mail_unread ON incoming_mail (tenant_id, received_at) WHERE read_at IS NULL;
CREATE INDEX incoming_mail_of_arrival ON incoming_mail (tenant_id, arrival_id) WHERE arrival_id IS NOT NULL;

ALTER TABLE incoming_mail ENABLE ROW LEVEL SECURITY;
ALTER TABLE incoming_mail FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON incoming_mail TO {app}
    USING (tenant_id = (SELECT current_setting('amends.tenant')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('amends.tenant')::uuid));
GRANT SELECT, INSERT, UPDATE ON incoming_mail TO {app};
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'amends_backup') THEN
        CREATE POLICY backup_reads ON incoming_mail FOR SELECT TO amends_backup USING (true);
        GRANT SELECT ON incoming_mail TO amends_backup;
    END IF;
END $$;

ALTER TABLE process DROP CONSTRAINT process_kind_check, ADD CONSTRAINT process_kind_check
    CHECK (kind IN ('web', 'worker', 'clock', 'mail'));
