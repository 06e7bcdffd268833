-- What is to leave the house with somebody else's approval only: as it was proposed, and each approval, written once.
CREATE TABLE approval_request (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    complaint_id uuid NOT NULL,
    act text NOT NULL,
    event text NOT NULL,
    given jsonb NOT NULL,
    subject text NOT NULL,
    body text NOT NULL,
    sha256 text NOT NULL,
    need jsonb NOT NULL,
    state text NOT NULL CHECK (state IN ('asked', 'approved', 'sent_back', 'withdrawn', 'lapsed')),
    asked_at timestamptz NOT NULL,
    asked_by uuid NOT NULL,
    due_at timestamptz NOT NULL,
    ended_at timestamptz,
    ended_by uuid,
    reason text,
    UNIQUE (tenant_id, id),
    CHECK ((ended_at IS NULL) = (state = 'asked')),
    FOREIGN KEY (tenant_id, complaint_id) REFERENCES complaint (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, asked_by) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, ended_by) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN approval_request.given IS 'personal: what somebody typed, which may name people';
COMMENT ON COLUMN approval_request.subject IS 'personal: may name people';
COMMENT ON COLUMN approval_request.body IS 'personal: a letter to the complainant';
COMMENT ON COLUMN approval_request.reason IS 'personal: may name people';
-- one at a time, so that nothing is approved over what another one changes
CREATE UNIQUE INDEX approval_request_open ON approval_request (tenant_id, complaint_id) WHERE ended_at IS NULL;
CREATE INDEX approval_request_of_case ON approval_request (tenant_id, complaint_id, asked_at);

CREATE TABLE approval_given (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    request_id uuid NOT NULL,
    given_by uuid NOT NULL,
    name text NOT NULL,
    roles jsonb NOT NULL,
    meaning text NOT NULL CHECK (meaning IN ('approved')),
    signed boolean NOT NULL,
    sha256 text NOT NULL,
    given_at timestamptz NOT NULL,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, request_id, given_by),
    FOREIGN KEY (tenant_id, request_id) REFERENCES approval_request (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, given_by) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN approval_given.name IS 'personal: who signed, as they were called then';

ALTER TABLE approval_request ENABLE ROW LEVEL SECURITY;
ALTER TABLE approval_request FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON approval_request TO {app}
    USING (tenant_id = (SELECT current_setting('amends.tenant')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('amends.tenant')::uuid));
GRANT SELECT, INSERT, UPDATE ON approval_request TO {app};
ALTER TABLE approval_given ENABLE ROW LEVEL SECURITY;
ALTER TABLE approval_given FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON approval_given TO {app}
    USING (tenant_id = (SELECT current_setting('amends.tenant')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('amends.tenant')::uuid));
GRANT SELECT, INSERT ON approval_given TO {app};
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'amends_backup') THEN
        CREATE POLICY backup_reads ON approval_request FOR SELECT TO amends_backup USING (true);
        CREATE POLICY backup_reads ON approval_given FOR SELECT TO amends_backup USING (true);
        GRANT SELECT ON approval_request, approval_given TO amends_backup;
    END IF;
END $$;
