-- What was published cannot be emptied either: a trigger for each row, as there is one since, does not see TRUNCATE.
CREATE FUNCTION published_is_not_emptied() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE 'what % holds was published and stays as it is', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER published_is_not_emptied BEFORE TRUNCATE ON policy_version
    FOR EACH STATEMENT EXECUTE FUNCTION published_is_not_emptied();
CREATE TRIGGER published_is_not_emptied BEFORE TRUNCATE ON calendar_version
    FOR EACH STATEMENT EXECUTE FUNCTION published_is_not_emptied();
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
