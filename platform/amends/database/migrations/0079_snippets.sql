-- Texts that staff write again and again: somebody's own, or everybody's.
CREATE TABLE snippet (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    owner_id uuid,
    name text NOT NULL CHECK (name <> ''),
    text_zh text NOT NULL,
    text_en text NOT NULL,
    changes integer NOT NULL CHECK (changes >= 0),
    changed_at timestamptz NOT NULL,
    changed_by uuid NOT NULL,
    removed_at timestamptz,
    UNIQUE (tenant_id, id),
    CHECK (text_zh <> '' OR text_en <> ''),
    FOREIGN KEY (tenant_id, owner_id) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, changed_by) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN snippet.name IS 'personal: in the words of whoever wrote it';
COMMENT ON COLUMN snippet.text_zh IS 'personal: may name people';
COMMENT ON COLUMN snippet.text_en IS 'personal: may name people';
CREATE INDEX snippet_of ON snippet (tenant_id, owner_id) WHERE removed_at IS NULL;
ALTER TABLE snippet ENABLE ROW LEVEL SECURITY;
ALTER TABLE snippet FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON snippet TO {app}
    USING (tenant_id = (SELECT current_setting('amends.tenant')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('amends.tenant')::uuid));
GRANT SELECT, INSERT, UPDATE ON snippet TO {app};
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'amends_backup') THEN
        CREATE POLICY backup_reads ON snippet FOR SELECT TO amends_backup USING (true);
        GRANT SELECT ON snippet TO amends_backup;
    END IF;
END $$;
