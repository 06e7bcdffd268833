-- Ways out that somebody else runs: SMS services and the robots of chat groups, told what to send by a document instead
-- of by code. Keys are sealed under the deployment's secret: the database alone opens none.
CREATE TABLE gateway (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    kind text NOT NULL CHECK (kind IN ('sms', 'chat')),
    preset text NOT NULL,
    label text NOT NULL,
    recipe jsonb NOT NULL,
    sealed text,
    department_id uuid,
    on_since timestamptz,
    added_at timestamptz NOT NULL,
    added_by uuid,
    changed_at timestamptz NOT NULL,
    tested_at timestamptz,
    test_outcome text CHECK (test_outcome IN ('taken', 'refused', 'later')),
    test_answer text,
    UNIQUE (tenant_id, id),
    FOREIGN KEY (tenant_id, department_id) REFERENCES department (tenant_id, id),
    FOREIGN KEY (tenant_id, added_by) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN gateway.department_id IS 'whose group a robot writes to; NULL: everybody''s';
COMMENT ON COLUMN gateway.on_since IS 'NULL: switched off';
COMMENT ON COLUMN gateway.test_answer IS 'codes, nobody''s number';

-- Browsers that staff asked to be told in. What goes there names a case and an event, and is encrypted for the browser.
CREATE TABLE push_subscription (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    person_id uuid NOT NULL,
    endpoint text NOT NULL,
    endpoint_digest bytea NOT NULL,
    browser_key text NOT NULL,
    browser_secret text NOT NULL,
    our_key text NOT NULL,
    device text NOT NULL,
    added_at timestamptz NOT NULL,
    taken_at timestamptz,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, endpoint_digest),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN push_subscription.endpoint IS 'personal: staff';
COMMENT ON COLUMN push_subscription.device IS 'personal: staff';
COMMENT ON COLUMN push_subscription.our_key IS 'the public key it was made with: it takes what the private one signs';
-- for channels.subscriptions: somebody's browsers
CREATE INDEX push_subscription_of_person ON push_subscription (tenant_id, person_id, added_at);

ALTER TABLE gateway ENABLE ROW LEVEL SECURITY;
ALTER TABLE gateway FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON gateway TO {app}
    USING (tenant_id = (SELECT current_setting('amends.tenant')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('amends.tenant')::uuid));
ALTER TABLE push_subscription ENABLE ROW LEVEL SECURITY;
ALTER TABLE push_subscription FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON push_subscription TO {app}
    USING (tenant_id = (SELECT current_setting('amends.tenant')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('amends.tenant')::uuid));
-- Removed means gone, keys and all; the history keeps that it was there.
GRANT SELECT, INSERT, UPDATE, DELETE ON gateway, push_subscription TO {app};
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'amends_backup') THEN
        CREATE POLICY backup_reads ON gateway FOR SELECT TO amends_backup USING (true);
        CREATE POLICY backup_reads ON push_subscription FOR SELECT TO amends_backup USING (true);
        GRANT SELECT ON gateway, push_subscription TO amends_backup;
    END IF;
END $$;
