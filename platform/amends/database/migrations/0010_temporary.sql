-- Where the schema of temporary tables is not named, it is searched first: a table somebody made there under the name of
-- one of ours would be read, and its triggers carried out, with the owner's rights. `deploy/roles.sql` lets nobody who
-- serves make such tables; databases made otherwise may.
DO $$
DECLARE narrow regprocedure;
BEGIN
    FOR narrow IN SELECT oid FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef
    LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = pg_catalog, public, pg_temp', narrow);
    END LOOP;
END $$;
