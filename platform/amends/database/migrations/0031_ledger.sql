-- The ledger of a promise after its start: stood still and why, extended, another level's, ended, open again. What the
-- promise's row says is always what these entries come to (amends.deadlines.standing); the start is the row itself.
CREATE TABLE promise_entry (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    complaint_id uuid NOT NULL,
    promise_id uuid NOT NULL,
    place integer NOT NULL CHECK (place > 0),
    kind text NOT NULL
        CHECK (kind IN ('paused', 'resumed', 'extended', 'retargeted', 'met', 'cancelled', 'reopened')),
    at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    actor_kind text NOT NULL CHECK (actor_kind IN ('complainant', 'person', 'operator', 'system')),
    actor_id uuid,
    reason text NOT NULL,
    detail jsonb NOT NULL,
    UNIQUE (tenant_id, id),
    -- for deadlines.entries: those of a promise, in their order
    UNIQUE (tenant_id, promise_id, place),
    FOREIGN KEY (tenant_id, complaint_id) REFERENCES complaint (tenant_id, id),
    FOREIGN KEY (tenant_id, promise_id) REFERENCES promise (tenant_id, id)
);
COMMENT ON COLUMN promise_entry.reason IS 'personal: may name people';
-- for deadlines.entries: those of a case
CREATE INDEX promise_entry_of_case ON promise_entry (tenant_id, complaint_id, promise_id, place);

ALTER TABLE promise_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE promise_entry FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON promise_entry TO {app}
    USING (tenant_id = (SELECT current_setting('amends.tenant')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('amends.tenant')::uuid));
-- Written once: nobody who serves changes an entry.
GRANT SELECT, INSERT ON promise_entry TO {app};
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'amends_backup') THEN
        CREATE POLICY backup_reads ON promise_entry FOR SELECT TO amends_backup USING (true);
        GRANT SELECT ON promise_entry TO amends_backup;
    END IF;
END $$;

-- What the entries come to, beside due_at, ended_at and cancelled. first_due_at: NULL while
-- due_at never moved; stood_still: in the pauses that are over, NULL while there were none.
ALTER TABLE promise ADD COLUMN first_due_at timestamptz;
ALTER TABLE promise ADD COLUMN paused_since timestamptz;
ALTER TABLE promise ADD COLUMN stood_still interval;
ALTER TABLE promise ADD COLUMN late_by_regrading boolean;

-- A promise that stands still for as long as it may runs on by itself: the clock finds when.
ALTER TABLE due_row DROP CONSTRAINT due_row_kind_known;
ALTER TABLE due_row ADD CONSTRAINT due_row_kind_known
    CHECK (kind IN ('warning', 'breach', 'again', 'pause_over') OR kind ~ '^warning:[1-9][0-9]?$') NOT VALID;

-- Ledgers of trial cases go with them (see 0014).
CREATE POLICY trial_wiped ON promise_entry FOR DELETE USING (tenant_id = (SELECT t.id FROM tenant t
    WHERE t.id = current_setting('amends.tenant')::uuid AND t.live_at IS NULL));
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
