-- What a case asks somebody outside, who answers by a link and has no account. The link's key is derived, never stored.
CREATE TABLE outside_request (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    complaint_id uuid NOT NULL,
    kind text NOT NULL,
    party text NOT NULL,
    email text NOT NULL,
    language text NOT NULL,
    question text NOT NULL,
    shares jsonb NOT NULL,
    silence text NOT NULL CHECK (silence IN ('decide', 'remind', 'raise')),
    asked_at timestamptz NOT NULL,
    asked_by uuid,
    due_at timestamptz NOT NULL,
    silent_at timestamptz NOT NULL,
    key_number integer NOT NULL CHECK (key_number > 0),
    opened_at timestamptz,
    reminded_at timestamptz,
    silence_noted_at timestamptz,
    answered_at timestamptz,
    answered_by text,
    answer text,
    declined boolean NOT NULL,
    ended_at timestamptz,
    ended_by uuid,
    ended_reason text,
    UNIQUE (tenant_id, id),
    CHECK (silent_at >= due_at),
    CHECK (answered_at IS NULL OR (answer IS NOT NULL AND answered_by IS NOT NULL)),
    CHECK (answered_at IS NULL OR ended_at IS NULL),
    FOREIGN KEY (tenant_id, complaint_id) REFERENCES complaint (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, asked_by) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, ended_by) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN outside_request.party IS 'personal: may name people';
COMMENT ON COLUMN outside_request.email IS 'personal: somebody outside is reached there';
COMMENT ON COLUMN outside_request.question IS 'personal: may name people';
COMMENT ON COLUMN outside_request.answered_by IS 'personal: who answered';
COMMENT ON COLUMN outside_request.answer IS 'personal: may name people';
COMMENT ON COLUMN outside_request.ended_reason IS 'personal: may name people';
CREATE INDEX outside_request_of_case ON outside_request (tenant_id, complaint_id, asked_at);
ALTER TABLE outside_request ENABLE ROW LEVEL SECURITY;
ALTER TABLE outside_request FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON outside_request TO {app}
    USING (tenant_id = (SELECT current_setting('amends.tenant')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('amends.tenant')::uuid));
GRANT SELECT, INSERT, UPDATE ON outside_request TO {app};
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'amends_backup') THEN
        CREATE POLICY backup_reads ON outside_request FOR SELECT TO amends_backup USING (true);
        GRANT SELECT ON outside_request TO amends_backup;
    END IF;
END $$;

-- Their files are evidence of the case, and say from which request they came.
ALTER TABLE evidence ADD COLUMN outside_id uuid;
ALTER TABLE evidence ADD CONSTRAINT evidence_outside
    FOREIGN KEY (tenant_id, outside_id) REFERENCES outside_request (tenant_id, id) ON DELETE SET NULL (outside_id) NOT VALID;

-- Letters to them are no case's, whose letters are the complainant's and the staff's.
ALTER TABLE notice ADD COLUMN outside_id uuid;
ALTER TABLE notice ADD CONSTRAINT notice_outside
    FOREIGN KEY (tenant_id, outside_id) REFERENCES outside_request (tenant_id, id) ON DELETE SET NULL (outside_id) NOT VALID;

ALTER TABLE history_entry DROP CONSTRAINT history_entry_actor_kind_check;
ALTER TABLE history_entry ADD CONSTRAINT history_entry_actor_kind_known
    CHECK (actor_kind IN ('complainant', 'person', 'operator', 'system', 'outside')) NOT VALID;
