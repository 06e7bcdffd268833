-- What somebody whose case was closed is asked about it: by a letter with a link, or by telephone. One row a closing.
-- The link's key is derived, never stored.
CREATE TABLE survey (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    complaint_id uuid NOT NULL,
    closed_at timestamptz NOT NULL,
    way text NOT NULL CHECK (way IN ('letter', 'telephone')),
    highest integer NOT NULL CHECK (highest BETWEEN 2 AND 10),
    invite_at timestamptz NOT NULL,
    invited_at timestamptz,
    remind_at timestamptz,
    reminded_at timestamptz,
    opened_at timestamptz,
    answered_at timestamptz,
    changed_at timestamptz,
    asked_by uuid,
    scores jsonb,
    comment text,
    call_back boolean NOT NULL,
    unreached integer NOT NULL CHECK (unreached >= 0),
    refused_at timestamptz,
    ended_at timestamptz,
    visit_due_at timestamptz,
    visited_at timestamptz,
    visited_by uuid,
    visit_result text CHECK (visit_result IN ('satisfied', 'further')),
    visit_words text,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, complaint_id, closed_at),
    CHECK (answered_at IS NULL OR scores IS NOT NULL),
    CHECK (visited_at IS NULL OR (visit_due_at IS NOT NULL AND visit_result IS NOT NULL AND visit_words IS NOT NULL)),
    FOREIGN KEY (tenant_id, complaint_id) REFERENCES complaint (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, asked_by) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, visited_by) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN survey.scores IS 'personal: what the complainant thinks of the handling';
COMMENT ON COLUMN survey.comment IS 'personal: may name people';
COMMENT ON COLUMN survey.visit_result IS 'personal: how the complainant feels about it';
COMMENT ON COLUMN survey.visit_words IS 'personal: may name people';
-- for surveys.results: what was closed since when
CREATE INDEX survey_closed ON survey (tenant_id, closed_at);
ALTER TABLE survey ENABLE ROW LEVEL SECURITY;
ALTER TABLE survey FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON survey TO {app}
    USING (tenant_id = (SELECT current_setting('amends.tenant')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('amends.tenant')::uuid));
GRANT SELECT, INSERT, UPDATE ON survey TO {app};
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'amends_backup') THEN
        CREATE POLICY backup_reads ON survey FOR SELECT TO amends_backup USING (true);
        GRANT SELECT ON survey TO amends_backup;
    END IF;
END $$;
