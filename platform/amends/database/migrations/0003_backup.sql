-- A role that reads everything and writes nothing, for `pg_dump --enable-row-security`. Where the database has none
-- (`CREATE ROLE amends_backup LOGIN NOSUPERUSER NOBYPASSRLS`, by its administrator), nothing is created for it.

DO $$
DECLARE walled text;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'amends_backup') THEN RETURN; END IF;
    FOR walled IN SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relrowsecurity
    LOOP
        EXECUTE format('CREATE POLICY backup_reads ON %I FOR SELECT TO amends_backup USING (true)', walled);
    END LOOP;
    GRANT USAGE ON SCHEMA public TO amends_backup;
    GRANT SELECT ON ALL TABLES IN SCHEMA public TO amends_backup;
END $$;
