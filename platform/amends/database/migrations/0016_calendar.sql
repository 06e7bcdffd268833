-- A calendar with every date in it: what counts for cases lodged while it is in force, and for those moved to it. Public
-- holidays are looked up when a version is published; later releases of the packages they come from change none.
CREATE TABLE calendar_version (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    number integer NOT NULL CHECK (number > 0),
    document jsonb NOT NULL,
    extends_id uuid,
    published_at timestamptz NOT NULL,
    published_by uuid,
    reason text,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, number),
    FOREIGN KEY (tenant_id, extends_id) REFERENCES calendar_version (tenant_id, id),
    FOREIGN KEY (tenant_id, published_by) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN calendar_version.reason IS 'personal: may name people';
COMMENT ON COLUMN calendar_version.extends_id IS 'the version it repeats with more years';

ALTER TABLE calendar_version ENABLE ROW LEVEL SECURITY;
ALTER TABLE calendar_version FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON calendar_version TO {app}
    USING (tenant_id = (SELECT current_setting('amends.tenant')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('amends.tenant')::uuid));
GRANT SELECT, INSERT ON calendar_version TO {app};
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'amends_backup') THEN RETURN; END IF;
    CREATE POLICY backup_reads ON calendar_version FOR SELECT TO amends_backup USING (true);
    GRANT SELECT ON calendar_version TO amends_backup;
END $$;

-- What people were promised rests on it: not even the owner changes it in passing.
CREATE FUNCTION calendar_stays() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE 'calendar version % was published and stays as it is', OLD.number USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER calendar_stays BEFORE UPDATE OR DELETE ON calendar_version
    FOR EACH ROW EXECUTE FUNCTION calendar_stays();
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;

-- NULL: lodged before calendars were published; reckoned by the week of its policy, without public holidays.
ALTER TABLE complaint ADD COLUMN calendar_version_id uuid;
ALTER TABLE complaint ADD CONSTRAINT complaint_calendar
    FOREIGN KEY (tenant_id, calendar_version_id) REFERENCES calendar_version (tenant_id, id) NOT VALID;

-- Which one is in force stands in the register, which every request reads: no page asks for it.
ALTER TABLE tenant ADD COLUMN calendar_version_id uuid;
