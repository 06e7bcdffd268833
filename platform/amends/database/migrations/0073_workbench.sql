-- How staff arrange their work: words put on cases, cases they follow, lists they keep, and what was done to many at once.
CREATE TABLE case_tag (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    complaint_id uuid NOT NULL,
    word text NOT NULL CHECK (word <> ''),
    added_at timestamptz NOT NULL,
    added_by uuid NOT NULL,
    UNIQUE (tenant_id, complaint_id, word),
    FOREIGN KEY (tenant_id, complaint_id) REFERENCES complaint (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, added_by) REFERENCES person (tenant_id, id)
);
-- for workbench.tags.in_use, and the list of the cases with one
CREATE INDEX case_tag_by_word ON case_tag (tenant_id, word, complaint_id);
COMMENT ON COLUMN case_tag.word IS 'personal: may name people';
ALTER TABLE case_tag ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_tag FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON case_tag TO {app}
    USING (tenant_id = (SELECT current_setting('amends.tenant')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('amends.tenant')::uuid));
GRANT SELECT, INSERT, DELETE ON case_tag TO {app};
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'amends_backup') THEN
        CREATE POLICY backup_reads ON case_tag FOR SELECT TO amends_backup USING (true);
        GRANT SELECT ON case_tag TO amends_backup;
    END IF;
END $$;

CREATE TABLE case_follower (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    complaint_id uuid NOT NULL,
    person_id uuid NOT NULL,
    since timestamptz NOT NULL,
    UNIQUE (tenant_id, complaint_id, person_id),
    FOREIGN KEY (tenant_id, complaint_id) REFERENCES complaint (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
);
-- for the list of what somebody follows
CREATE INDEX case_follower_by_person ON case_follower (tenant_id, person_id, complaint_id);
ALTER TABLE case_follower ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_follower FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON case_follower TO {app}
    USING (tenant_id = (SELECT current_setting('amends.tenant')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('amends.tenant')::uuid));
GRANT SELECT, INSERT, DELETE ON case_follower TO {app};
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'amends_backup') THEN
        CREATE POLICY backup_reads ON case_follower FOR SELECT TO amends_backup USING (true);
        GRANT SELECT ON case_follower TO amends_backup;
    END IF;
END $$;

CREATE TABLE saved_view (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    person_id uuid NOT NULL,
    name text NOT NULL CHECK (name <> ''),
    query text NOT NULL,
    saved_at timestamptz NOT NULL,
    UNIQUE (tenant_id, person_id, name),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN saved_view.name IS 'personal: in the words of whoever saved it';
COMMENT ON COLUMN saved_view.query IS 'personal: may hold the name of somebody or a word put on cases';
ALTER TABLE saved_view ENABLE ROW LEVEL SECURITY;
ALTER TABLE saved_view FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON saved_view TO {app}
    USING (tenant_id = (SELECT current_setting('amends.tenant')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('amends.tenant')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON saved_view TO {app};
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'amends_backup') THEN
        CREATE POLICY backup_reads ON saved_view FOR SELECT TO amends_backup USING (true);
        GRANT SELECT ON saved_view TO amends_backup;
    END IF;
END $$;

-- Done to many cases at once, each by itself: a line is written together with what it says.
CREATE TABLE bulk_run (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    form_id text NOT NULL,
    act text NOT NULL,
    person_id uuid NOT NULL,
    started_at timestamptz NOT NULL,
    cases integer NOT NULL CHECK (cases > 0),
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, form_id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
);
ALTER TABLE bulk_run ENABLE ROW LEVEL SECURITY;
ALTER TABLE bulk_run FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON bulk_run TO {app}
    USING (tenant_id = (SELECT current_setting('amends.tenant')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('amends.tenant')::uuid));
GRANT SELECT, INSERT ON bulk_run TO {app};
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'amends_backup') THEN
        CREATE POLICY backup_reads ON bulk_run FOR SELECT TO amends_backup USING (true);
        GRANT SELECT ON bulk_run TO amends_backup;
    END IF;
END $$;

CREATE TABLE bulk_line (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    run_id uuid NOT NULL,
    complaint_id uuid NOT NULL,
    refused text NOT NULL,
    before jsonb NOT NULL,
    undone_at timestamptz,
    UNIQUE (tenant_id, run_id, complaint_id),
    FOREIGN KEY (tenant_id, run_id) REFERENCES bulk_run (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, complaint_id) REFERENCES complaint (tenant_id, id) ON DELETE CASCADE
);
COMMENT ON COLUMN bulk_line.refused IS 'personal: may name people';
COMMENT ON COLUMN bulk_line.before IS 'personal: words that stood on the case';
ALTER TABLE bulk_line ENABLE ROW LEVEL SECURITY;
ALTER TABLE bulk_line FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON bulk_line TO {app}
    USING (tenant_id = (SELECT current_setting('amends.tenant')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('amends.tenant')::uuid));
GRANT SELECT, INSERT, UPDATE ON bulk_line TO {app};
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'amends_backup') THEN
        CREATE POLICY backup_reads ON bulk_line FOR SELECT TO amends_backup USING (true);
        GRANT SELECT ON bulk_line TO amends_backup;
    END IF;
END $$;
