-- Who is on duty when, by roster of the policy, and what whoever goes off duty leaves to whoever comes next.
CREATE TABLE duty_shift (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    roster text NOT NULL,
    person_id uuid NOT NULL,
    begins_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    entered_at timestamptz NOT NULL,
    entered_by uuid,
    cancelled_at timestamptz,
    cancelled_by uuid,
    CHECK (begins_at < ends_at),
    UNIQUE (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, entered_by) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, cancelled_by) REFERENCES person (tenant_id, id)
);
-- for people.duty: who is on duty at a moment, and the weeks of a roster
CREATE INDEX duty_shift_of_roster ON duty_shift (tenant_id, roster, ends_at) WHERE cancelled_at IS NULL;
CREATE INDEX duty_shift_of_person ON duty_shift (tenant_id, person_id, ends_at) WHERE cancelled_at IS NULL;

CREATE TABLE duty_note (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    roster text NOT NULL,
    note text NOT NULL,
    written_at timestamptz NOT NULL,
    written_by uuid NOT NULL,
    acknowledged_at timestamptz,
    acknowledged_by uuid,
    CHECK ((acknowledged_at IS NULL) = (acknowledged_by IS NULL)),
    UNIQUE (tenant_id, id),
    FOREIGN KEY (tenant_id, written_by) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, acknowledged_by) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN duty_note.note IS 'personal: may name people';
-- for people.handing_over: what nobody has taken note of yet, and what was left lately
CREATE INDEX duty_note_open ON duty_note (tenant_id, roster, written_at) WHERE acknowledged_at IS NULL;
CREATE INDEX duty_note_of_roster ON duty_note (tenant_id, roster, written_at DESC);

DO $$
DECLARE walled text;
BEGIN
    FOREACH walled IN ARRAY ARRAY['duty_shift', 'duty_note']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', walled);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', walled);
        EXECUTE format('CREATE POLICY tenant_wall ON %I TO {app} '
            'USING (tenant_id = (SELECT current_setting(''amends.tenant'')::uuid)) '
            'WITH CHECK (tenant_id = (SELECT current_setting(''amends.tenant'')::uuid))', walled);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO {app}', walled);
        IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'amends_backup') THEN
            EXECUTE format('CREATE POLICY backup_reads ON %I FOR SELECT TO amends_backup USING (true)', walled);
            EXECUTE format('GRANT SELECT ON %I TO amends_backup', walled);
        END IF;
    END LOOP;
END $$;
