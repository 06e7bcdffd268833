-- A draft of the policy replayed over an organisation's own complaints: asked for by somebody, carried out by a worker,
-- kept with the state of the draft it was asked for.
CREATE TABLE simulation (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    draft_seen text NOT NULL,
    days integer NOT NULL CHECK (days BETWEEN 1 AND 3660),
    state text NOT NULL CHECK (state IN ('queued', 'running', 'done', 'cancelled', 'failed')),
    asked_at timestamptz NOT NULL,
    asked_by uuid,
    cases integer NOT NULL,
    replayed integer NOT NULL,
    beat_at timestamptz,
    runner uuid,
    ended_at timestamptz,
    result jsonb,
    UNIQUE (tenant_id, id),
    FOREIGN KEY (tenant_id, asked_by) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN simulation.result IS 'personal: numbers of complaints, and how often whom of the staff would be told';
CREATE INDEX simulation_asked ON simulation (tenant_id, asked_at);
-- One at a time in an organisation.
CREATE UNIQUE INDEX simulation_alone ON simulation (tenant_id) WHERE state IN ('queued', 'running');
ALTER TABLE simulation ENABLE ROW LEVEL SECURITY;
ALTER TABLE simulation FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON simulation TO {app}
    USING (tenant_id = (SELECT current_setting('amends.tenant')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('amends.tenant')::uuid));
GRANT SELECT, INSERT, UPDATE ON simulation TO {app};
CREATE POLICY trial_wiped ON simulation FOR DELETE USING (tenant_id = (SELECT t.id FROM tenant t
    WHERE t.id = current_setting('amends.tenant')::uuid AND t.live_at IS NULL));
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'amends_backup') THEN
        EXECUTE 'CREATE POLICY backup_reads ON simulation FOR SELECT TO amends_backup USING (true)';
        EXECUTE 'GRANT SELECT ON simulation TO amends_backup';
    END IF;
END $$;

-- What was found out of trial cases goes with them (see 0014).
CREATE OR REPLACE FUNCTION wipe_trial(at timestamptz, OUT complaints integer, OUT files integer, OUT letters integer,
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
    DELETE FROM simulation;
    DELETE FROM escalation;
    DELETE FROM escalation_gap;
    DELETE FROM incident;
    DELETE FROM task;
    DELETE FROM letter;
    DELETE FROM evidence;
    GET DIAGNOSTICS files = ROW_COUNT;
    DELETE FROM message;
    DELETE FROM remedy;
    DELETE FROM promise_entry;
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
