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

-- Going live: what was tried out is wiped. Nobody who serves may delete these rows, so one narrow function of the owner
-- does, and the owner stands before the same walls: it passes for DELETE alone, for the one organisation in scope, and
-- only while that is a trial. (To everybody, because no policy may name the owner: a backup is restored under another
-- one. It opens nothing: who serves has no DELETE on these tables, and the owner still reads none of their rows.)
DO $$
DECLARE wiped text;
BEGIN
    FOREACH wiped IN ARRAY ARRAY['history_value', 'history_entry', 'evidence', 'message', 'remedy', 'promise',
        'allegation', 'complaint', 'number_series']
    LOOP
        EXECUTE format('CREATE POLICY trial_wiped ON %I FOR DELETE USING (tenant_id = (SELECT t.id FROM tenant t
            WHERE t.id = current_setting(''amends.tenant'')::uuid AND t.live_at IS NULL))', wiped);
    END LOOP;
END $$;
-- Invitations and the like are no part of any case: they stay.
CREATE POLICY trial_wiped ON notice FOR DELETE USING (complaint_id IS NOT NULL AND tenant_id = (SELECT t.id FROM tenant t
    WHERE t.id = current_setting('amends.tenant')::uuid AND t.live_at IS NULL));

-- What the application's role may delete itself (outbox, due_row, submission) is gone when this is called; anything left
-- points at a complaint, and then nothing is wiped. Only live organisations' days are sealed, so a seal tells of one that
-- was live, whatever the register says.
CREATE FUNCTION wipe_trial(at timestamptz, OUT complaints integer, OUT files integer, OUT letters integer,
    OUT entries integer) LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE whose uuid := current_setting('amends.tenant')::uuid;
BEGIN
    PERFORM FROM tenant t WHERE t.id = whose AND t.live_at IS NULL FOR UPDATE;
    IF NOT FOUND OR EXISTS (SELECT FROM seal_index s WHERE s.tenant_id = whose) THEN
        RAISE 'an organisation that is or was live keeps everything' USING ERRCODE = 'restrict_violation';
    END IF;
    DELETE FROM history_value;
    DELETE FROM history_entry;
    GET DIAGNOSTICS entries = ROW_COUNT;
    DELETE FROM evidence;
    GET DIAGNOSTICS files = ROW_COUNT;
    DELETE FROM message;
    DELETE FROM remedy;
    DELETE FROM promise;
    DELETE FROM allegation;
    DELETE FROM notice;
    GET DIAGNOSTICS letters = ROW_COUNT;
    DELETE FROM complaint;
    GET DIAGNOSTICS complaints = ROW_COUNT;
    DELETE FROM number_series;
    UPDATE tenant t SET live_at = at WHERE t.id = whose;
END $$;
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wipe_trial(timestamptz) TO {app};

-- Its first steps, its mail and its own names. NULL is what the deployment does for everybody.
ALTER TABLE tenant ADD COLUMN first_steps_skipped text;
ALTER TABLE tenant ADD COLUMN mail_name text;
ALTER TABLE tenant ADD COLUMN mail_from text;
ALTER TABLE tenant ADD COLUMN mail_reply_to text;
ALTER TABLE tenant ADD COLUMN mail_proved_at timestamptz;
ALTER TABLE tenant ADD COLUMN own_host text;

-- What an organisation says is its own until DNS says so, too. Anybody may claim any name; only a proved one counts, and
-- then it stands in host_name, which no two organisations can hold.
CREATE TABLE domain_claim (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    purpose text NOT NULL CHECK (purpose IN ('pages', 'mail')),
    host text NOT NULL CHECK (host = lower(host)),
    token text NOT NULL,
    added_at timestamptz NOT NULL,
    checked_at timestamptz,
    proved_at timestamptz,
    missing_since timestamptz,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, purpose, host)
);
ALTER TABLE domain_claim ENABLE ROW LEVEL SECURITY;
ALTER TABLE domain_claim FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON domain_claim TO {app}
    USING (tenant_id = (SELECT current_setting('amends.tenant')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('amends.tenant')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON domain_claim TO {app};
