-- What an outside body passed on or takes up: its office, the number it has there, and until when it wants an answer.
CREATE TABLE body_matter (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    complaint_id uuid NOT NULL,
    office text NOT NULL CHECK (office <> ''),
    number text NOT NULL,
    answer_by timestamptz,
    written_at timestamptz NOT NULL,
    written_by uuid,
    turns integer NOT NULL CHECK (turns >= 0),
    answered_at timestamptz,
    answered_by uuid,
    answer text,
    UNIQUE (tenant_id, id),
    CHECK ((answered_at IS NULL) = (answer IS NULL)),
    FOREIGN KEY (tenant_id, complaint_id) REFERENCES complaint (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, written_by) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, answered_by) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN body_matter.office IS 'personal: may name whoever is in charge there';
COMMENT ON COLUMN body_matter.number IS 'personal: by it the complainant is known there';
COMMENT ON COLUMN body_matter.answer IS 'personal: may name people';
CREATE INDEX body_matter_of_case ON body_matter (tenant_id, complaint_id, written_at);

ALTER TABLE body_matter ENABLE ROW LEVEL SECURITY;
ALTER TABLE body_matter FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON body_matter TO {app}
    USING (tenant_id = (SELECT current_setting('amends.tenant')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('amends.tenant')::uuid));
GRANT SELECT, INSERT, UPDATE ON body_matter TO {app};
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'amends_backup') THEN
        CREATE POLICY backup_reads ON body_matter FOR SELECT TO amends_backup USING (true);
        GRANT SELECT ON body_matter TO amends_backup;
    END IF;
END $$;
CREATE TRIGGER index_words AFTER INSERT OR UPDATE OF office, number ON body_matter
    FOR EACH ROW EXECUTE FUNCTION index_words();

-- The earlier time rules: the ledger of a promise says by which body's date it is due.
ALTER TABLE promise_entry DROP CONSTRAINT promise_entry_kind_known;
ALTER TABLE promise_entry ADD CONSTRAINT promise_entry_kind_known CHECK
    (kind IN ('paused', 'resumed', 'extended', 'retargeted', 'met', 'cancelled', 'reopened', 'moved', 'bound')) NOT VALID;
