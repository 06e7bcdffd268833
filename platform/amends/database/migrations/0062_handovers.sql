-- Who takes complaints over from other organisations here: said by themselves, seen by all who might hand one over.
ALTER TABLE tenant ADD COLUMN takes_over boolean;
ALTER TABLE tenant ADD COLUMN takes_over_zh text;
ALTER TABLE tenant ADD COLUMN takes_over_en text;

-- A complaint on its way to another organisation, as its sender keeps it. What leaves is copied; no row is shared.
CREATE TABLE handover (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    complaint_id uuid NOT NULL,
    to_tenant uuid NOT NULL,
    party_zh text NOT NULL,
    party_en text NOT NULL,
    reason text NOT NULL,
    includes jsonb NOT NULL,
    asked_text text NOT NULL,
    state text NOT NULL CHECK (state IN ('asked', 'declined', 'leaving', 'waiting', 'taken', 'refused', 'withdrawn')),
    prepared_at timestamptz NOT NULL,
    prepared_by uuid,
    consent_due_at timestamptz NOT NULL,
    consent_at timestamptz,
    consent_how text CHECK (consent_how IN ('page', 'spoken', 'written')),
    consent_note text,
    consent_by uuid,
    consent_evidence_id uuid,
    sent_at timestamptz,
    answer_due_at timestamptz,
    answered_at timestamptz,
    answer text,
    their_number text,
    withdrawn_at timestamptz,
    withdrawn_by uuid,
    withdrawn_reason text,
    UNIQUE (tenant_id, id),
    -- Without consent nothing leaves.
    CHECK (state NOT IN ('leaving', 'waiting', 'taken', 'refused') OR (consent_at IS NOT NULL AND consent_how IS NOT NULL)),
    CHECK (consent_how <> 'written' OR consent_evidence_id IS NOT NULL),
    FOREIGN KEY (tenant_id, complaint_id) REFERENCES complaint (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, prepared_by) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, consent_by) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, withdrawn_by) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, consent_evidence_id) REFERENCES evidence (tenant_id, id) ON DELETE CASCADE
);
COMMENT ON COLUMN handover.reason IS 'personal: may name people';
COMMENT ON COLUMN handover.asked_text IS 'personal: may name people';
COMMENT ON COLUMN handover.consent_note IS 'personal: may name people';
COMMENT ON COLUMN handover.answer IS 'personal: may name people';
COMMENT ON COLUMN handover.withdrawn_reason IS 'personal: may name people';
CREATE INDEX handover_of_case ON handover (tenant_id, complaint_id, prepared_at);
-- One at a time.
CREATE UNIQUE INDEX handover_open ON handover (tenant_id, complaint_id) WHERE state IN ('asked', 'leaving', 'waiting');
CREATE INDEX handover_evidence ON handover (tenant_id, consent_evidence_id);

-- The same envelope as it arrived, under the same id: its content goes as soon as it is answered.
CREATE TABLE handover_in (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    from_tenant uuid NOT NULL,
    from_zh text NOT NULL,
    from_en text NOT NULL,
    from_number text NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'taken', 'refused', 'recalled')),
    content jsonb NOT NULL,
    files jsonb NOT NULL,
    arrived_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    complaint_id uuid,
    answered_at timestamptz,
    answered_by uuid,
    answer text,
    UNIQUE (tenant_id, id),
    FOREIGN KEY (tenant_id, complaint_id) REFERENCES complaint (tenant_id, id) ON DELETE SET NULL (complaint_id),
    FOREIGN KEY (tenant_id, answered_by) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN handover_in.content IS 'personal: what the complainant said, their name and how to reach them';
COMMENT ON COLUMN handover_in.files IS 'personal: names of files may name people';
COMMENT ON COLUMN handover_in.answer IS 'personal: may name people';
CREATE INDEX handover_in_waiting ON handover_in (tenant_id, state, arrived_at);
CREATE INDEX handover_in_case ON handover_in (tenant_id, complaint_id);

DO $$
DECLARE walled text;
BEGIN
    FOREACH walled IN ARRAY ARRAY['handover', 'handover_in'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', walled);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', walled);
        EXECUTE format('CREATE POLICY tenant_wall ON %I TO {app}
            USING (tenant_id = (SELECT current_setting(''amends.tenant'')::uuid))
            WITH CHECK (tenant_id = (SELECT current_setting(''amends.tenant'')::uuid))', walled);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO {app}', walled);
        IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'amends_backup') THEN
            EXECUTE format('CREATE POLICY backup_reads ON %I FOR SELECT TO amends_backup USING (true)', walled);
            EXECUTE format('GRANT SELECT ON %I TO amends_backup', walled);
        END IF;
    END LOOP;
END $$;
