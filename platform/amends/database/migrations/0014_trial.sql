-- An organisation tries everything out before it begins: while `live_at` is NULL its complaints do not count. Those that
-- were here before have been live from their first day.
ALTER TABLE tenant ADD COLUMN live_at timestamptz;
UPDATE tenant SET live_at = created_at;

-- Live once is live for good: nobody can make a trial of it again and have its complaints wiped.
CREATE FUNCTION live_stays_live() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE 'an organisation goes live once: % stays live since %', OLD.slug, OLD.live_at;
END $$;
CREATE TRIGGER live_stays_live BEFORE UPDATE ON tenant FOR EACH ROW
    WHEN (OLD.live_at IS NOT NULL AND NEW.live_at IS DISTINCT FROM OLD.live_at) EXECUTE FUNCTION live_stays_live();
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;

-- What is tried out is sealed by nothing: the first seal is of the first day that counts.
CREATE OR REPLACE FUNCTION tenants_to_seal(before timestamptz)
RETURNS TABLE (tenant_id uuid) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT t.id FROM tenant t LEFT JOIN seal_index s ON s.tenant_id = t.id
    WHERE t.live_at < before AND (s.sealed_until IS NULL OR s.sealed_until < before)
$$;

CREATE OR REPLACE FUNCTION oldest_seals(most integer)
RETURNS TABLE (tenant_id uuid, since timestamptz) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT t.id, coalesce(s.sealed_until, t.live_at) FROM tenant t LEFT JOIN seal_index s ON s.tenant_id = t.id
    WHERE t.live_at IS NOT NULL ORDER BY 2, 1 LIMIT most
$$;
