-- Letters on paper: written for a case, approved where the policy says so, printed, posted. What stands on the paper is
-- frozen before anybody approves or prints it; the PDF that was printed is evidence of its case.
CREATE TABLE letter (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    complaint_id uuid NOT NULL,
    notice_id uuid,
    document text,
    event text,
    state text NOT NULL CHECK (state IN ('draft', 'asked', 'approved', 'posted', 'cancelled')),
    language text NOT NULL CHECK (language IN ('zh', 'en')),
    recipient text NOT NULL,
    address text NOT NULL,
    subject text NOT NULL,
    blanks jsonb NOT NULL,
    own_words text NOT NULL,
    changes integer NOT NULL,
    approving_role text,
    paper text,
    paper_sha256 text,
    evidence_id uuid,
    created_at timestamptz NOT NULL,
    created_by uuid,
    changed_by uuid,
    asked_at timestamptz,
    asked_by uuid,
    approved_at timestamptz,
    approved_by uuid,
    given_back_at timestamptz,
    given_back_by uuid,
    given_back_reason text,
    printed_at timestamptz,
    posted_on date,
    posted_at timestamptz,
    posted_by uuid,
    cancelled_at timestamptz,
    cancelled_by uuid,
    cancelled_reason text,
    CHECK (document IS NOT NULL OR event IS NOT NULL),
    -- What somebody approved or posted is known word for word.
    CHECK ((state IN ('draft', 'cancelled')) OR (paper IS NOT NULL AND paper_sha256 IS NOT NULL)),
    CHECK ((state = 'posted') = (posted_on IS NOT NULL)),
    CHECK ((state = 'cancelled') = (cancelled_at IS NOT NULL)),
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, notice_id),
    FOREIGN KEY (tenant_id, complaint_id) REFERENCES complaint (tenant_id, id),
    FOREIGN KEY (tenant_id, notice_id) REFERENCES notice (tenant_id, id),
    FOREIGN KEY (tenant_id, evidence_id) REFERENCES evidence (tenant_id, id),
    FOREIGN KEY (tenant_id, created_by) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, changed_by) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, asked_by) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, approved_by) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, given_back_by) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, posted_by) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, cancelled_by) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN letter.recipient IS 'personal: recipient';
COMMENT ON COLUMN letter.address IS 'personal: recipient';
COMMENT ON COLUMN letter.subject IS 'personal: letter';
COMMENT ON COLUMN letter.blanks IS 'personal: letter';
COMMENT ON COLUMN letter.own_words IS 'personal: letter';
COMMENT ON COLUMN letter.paper IS 'personal: letter';
COMMENT ON COLUMN letter.given_back_reason IS 'personal: may name people';
COMMENT ON COLUMN letter.cancelled_reason IS 'personal: may name people';
-- for letters.queries: those of a case; those to be printed and posted, and those to be approved
CREATE INDEX letter_of_case ON letter (tenant_id, complaint_id, created_at);
CREATE INDEX letter_open ON letter (tenant_id, state, created_at, id) WHERE state IN ('asked', 'approved');
CREATE INDEX letter_posted ON letter (tenant_id, posted_at DESC, id) WHERE state = 'posted';

ALTER TABLE letter ENABLE ROW LEVEL SECURITY;
ALTER TABLE letter FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON letter TO {app}
    USING (tenant_id = (SELECT current_setting('amends.tenant')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('amends.tenant')::uuid));
GRANT SELECT, INSERT, UPDATE ON letter TO {app};
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'amends_backup') THEN
        CREATE POLICY backup_reads ON letter FOR SELECT TO amends_backup USING (true);
        GRANT SELECT ON letter TO amends_backup;
    END IF;
END $$;

-- A frozen text stays as it is until it is given back, and for good once it was approved.
CREATE FUNCTION letter_stays() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF (NEW.paper, NEW.paper_sha256, NEW.approved_at, NEW.approved_by)
        IS DISTINCT FROM (OLD.paper, OLD.paper_sha256, OLD.approved_at, OLD.approved_by) THEN
        RAISE 'what was approved stays as it is: letter %', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER letter_stays BEFORE UPDATE ON letter FOR EACH ROW
    WHEN (OLD.approved_at IS NOT NULL) EXECUTE FUNCTION letter_stays();
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;

ALTER TABLE task ADD CONSTRAINT task_letter
    FOREIGN KEY (tenant_id, letter_id) REFERENCES letter (tenant_id, id) NOT VALID;

-- Letters of trial cases go with them (see 0014).
CREATE POLICY trial_wiped ON letter FOR DELETE USING (tenant_id = (SELECT t.id FROM tenant t
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
    DELETE FROM promise;
    DELETE FROM allegation;
    DELETE FROM notice;
    GET DIAGNOSTICS letters = ROW_COUNT;
    DELETE FROM complaint;
    GET DIAGNOSTICS complaints = ROW_COUNT;
    DELETE FROM number_series;
    UPDATE tenant t SET live_at = at WHERE t.id = whose;
END $$;
