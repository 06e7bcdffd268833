-- What staff do to cases again and again, several acts under one name: somebody's own, or everybody's.
CREATE TABLE macro (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    owner_id uuid,
    name text NOT NULL CHECK (name <> ''),
    department_id uuid,
    assignee_id uuid,
    tags_on text NOT NULL,
    tags_off text NOT NULL,
    snippet_id uuid,
    note text NOT NULL,
    changes integer NOT NULL CHECK (changes >= 0),
    changed_at timestamptz NOT NULL,
    changed_by uuid NOT NULL,
    removed_at timestamptz,
    UNIQUE (tenant_id, id),
    CHECK (num_nonnulls(department_id, assignee_id, snippet_id) > 0 OR tags_on <> '' OR tags_off <> '' OR note <> ''),
    FOREIGN KEY (tenant_id, owner_id) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, department_id) REFERENCES department (tenant_id, id),
    FOREIGN KEY (tenant_id, assignee_id) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, snippet_id) REFERENCES snippet (tenant_id, id),
    FOREIGN KEY (tenant_id, changed_by) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN macro.name IS 'personal: in the words of whoever wrote it';
COMMENT ON COLUMN macro.tags_on IS 'personal: may name people';
COMMENT ON COLUMN macro.tags_off IS 'personal: may name people';
COMMENT ON COLUMN macro.note IS 'personal: may name people';
CREATE INDEX macro_of ON macro (tenant_id, owner_id) WHERE removed_at IS NULL;
ALTER TABLE macro ENABLE ROW LEVEL SECURITY;
ALTER TABLE macro FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON macro TO {app}
    USING (tenant_id = (SELECT current_setting('amends.tenant')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('amends.tenant')::uuid));
GRANT SELECT, INSERT, UPDATE ON macro TO {app};
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'amends_backup') THEN
        CREATE POLICY backup_reads ON macro FOR SELECT TO amends_backup USING (true);
        GRANT SELECT ON macro TO amends_backup;
    END IF;
END $$;
