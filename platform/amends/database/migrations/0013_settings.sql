-- What an organisation settles outside its policy: one row each, with a counter against two who save at once. One
-- document, because settings are read together and never searched; its keys and types are declared in
-- amends/organisation/declarations.py and checked whenever it is read or written.
CREATE TABLE organisation_settings (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    version integer NOT NULL CHECK (version > 0),
    document jsonb NOT NULL,
    logo_object text,
    logo_size bigint,
    logo_sha256 text,
    changed_at timestamptz NOT NULL,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id),
    CHECK ((logo_object IS NULL) = (logo_size IS NULL) AND (logo_object IS NULL) = (logo_sha256 IS NULL))
);
ALTER TABLE organisation_settings ENABLE ROW LEVEL SECURITY;
ALTER TABLE organisation_settings FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON organisation_settings TO {app}
    USING (tenant_id = (SELECT current_setting('amends.tenant')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('amends.tenant')::uuid));
GRANT SELECT, INSERT, UPDATE ON organisation_settings TO {app};
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'amends_backup') THEN RETURN; END IF;
    CREATE POLICY backup_reads ON organisation_settings FOR SELECT TO amends_backup USING (true);
    GRANT SELECT ON organisation_settings TO amends_backup;
END $$;

-- Which version counts, beside what every request reads of its tenant anyway: processes keep settings in memory by it.
-- NULL: nothing was ever changed.
ALTER TABLE tenant ADD COLUMN settings_version integer;
