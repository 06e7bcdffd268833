-- Whether a complaint is taken up, condition by condition, and what is looked into once it is. What somebody found is
-- never written over: a line that is checked again has a further entry, and the latest counts. `place`: of a case, in the
-- order they were written.
CREATE TABLE acceptance_answer (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    complaint_id uuid NOT NULL,
    code text NOT NULL,
    met boolean NOT NULL,
    note text NOT NULL,
    answered_at timestamptz NOT NULL,
    answered_by uuid,
    place integer NOT NULL CHECK (place > 0),
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, complaint_id, place),
    FOREIGN KEY (tenant_id, complaint_id) REFERENCES complaint (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, answered_by) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN acceptance_answer.note IS 'personal: may name people';

CREATE TABLE checklist_entry (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    complaint_id uuid NOT NULL,
    list text NOT NULL,
    line text NOT NULL,
    applies boolean NOT NULL,
    found text NOT NULL,
    checked_at timestamptz NOT NULL,
    evidence_id uuid,
    signed boolean NOT NULL,
    written_at timestamptz NOT NULL,
    written_by uuid,
    place integer NOT NULL CHECK (place > 0),
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, complaint_id, place),
    FOREIGN KEY (tenant_id, complaint_id) REFERENCES complaint (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, evidence_id) REFERENCES evidence (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, written_by) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN checklist_entry.found IS 'personal: may name people';

-- Decided without an investigation: why, and by whose name. Lifted, it goes on after all.
CREATE TABLE investigation_waiver (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    complaint_id uuid NOT NULL,
    reason text NOT NULL,
    waived_at timestamptz NOT NULL,
    waived_by uuid,
    lifted_at timestamptz,
    lifted_by uuid,
    UNIQUE (tenant_id, id),
    FOREIGN KEY (tenant_id, complaint_id) REFERENCES complaint (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, waived_by) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, lifted_by) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN investigation_waiver.reason IS 'personal: may name people';
CREATE UNIQUE INDEX investigation_waived ON investigation_waiver (tenant_id, complaint_id) WHERE lifted_at IS NULL;

CREATE TABLE interview (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    complaint_id uuid NOT NULL,
    part text NOT NULL CHECK (part IN ('complainant', 'staff', 'witness', 'other')),
    person_id uuid,
    name text NOT NULL,
    way text NOT NULL CHECK (way IN ('in_person', 'telephone', 'video', 'writing')),
    told_at timestamptz,
    heard_at timestamptz NOT NULL,
    account text NOT NULL,
    read_back boolean NOT NULL,
    written_at timestamptz NOT NULL,
    written_by uuid,
    place integer NOT NULL CHECK (place > 0),
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, complaint_id, place),
    CHECK (told_at <= heard_at),
    FOREIGN KEY (tenant_id, complaint_id) REFERENCES complaint (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, written_by) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN interview.name IS 'personal: who was heard';
COMMENT ON COLUMN interview.account IS 'personal: what somebody said';

CREATE TABLE investigation_finding (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    complaint_id uuid NOT NULL,
    content text NOT NULL,
    written_at timestamptz NOT NULL,
    written_by uuid,
    place integer NOT NULL CHECK (place > 0),
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, complaint_id, place),
    FOREIGN KEY (tenant_id, complaint_id) REFERENCES complaint (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, written_by) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN investigation_finding.content IS 'personal: may name people';

-- What a finding rests on: a file, or a line that was checked.
CREATE TABLE finding_ground (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    finding_id uuid NOT NULL,
    evidence_id uuid,
    entry_id uuid,
    UNIQUE (tenant_id, id),
    CHECK (num_nonnulls(evidence_id, entry_id) = 1),
    FOREIGN KEY (tenant_id, finding_id) REFERENCES investigation_finding (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, evidence_id) REFERENCES evidence (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, entry_id) REFERENCES checklist_entry (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX finding_ground_of_finding ON finding_ground (tenant_id, finding_id);

CREATE TABLE evidence_risk (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    complaint_id uuid NOT NULL,
    reason text NOT NULL,
    flagged_at timestamptz NOT NULL,
    flagged_by uuid,
    lifted_at timestamptz,
    lifted_by uuid,
    lifted_reason text,
    UNIQUE (tenant_id, id),
    FOREIGN KEY (tenant_id, complaint_id) REFERENCES complaint (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, flagged_by) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, lifted_by) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN evidence_risk.reason IS 'personal: may name people';
COMMENT ON COLUMN evidence_risk.lifted_reason IS 'personal: may name people';
CREATE UNIQUE INDEX evidence_at_risk ON evidence_risk (tenant_id, complaint_id) WHERE lifted_at IS NULL;

-- Goods and samples: each stands in a chain of who had it, from the day it came.
CREATE TABLE custody_item (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    complaint_id uuid NOT NULL,
    what text NOT NULL,
    label text NOT NULL,
    seal_number text NOT NULL,
    condition text NOT NULL,
    storage text NOT NULL,
    written_at timestamptz NOT NULL,
    written_by uuid,
    place integer NOT NULL CHECK (place > 0),
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, complaint_id, place),
    FOREIGN KEY (tenant_id, complaint_id) REFERENCES complaint (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, written_by) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN custody_item.what IS 'personal: may say whose it is';
COMMENT ON COLUMN custody_item.label IS 'personal: may say whose it is';
COMMENT ON COLUMN custody_item.condition IS 'personal: may say whose it is';
COMMENT ON COLUMN custody_item.storage IS 'personal: may name who keeps it';

CREATE TABLE custody_entry (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    item_id uuid NOT NULL,
    seq integer NOT NULL CHECK (seq > 0),
    act text NOT NULL CHECK (act IN ('received', 'sealed', 'opened', 'handed_over', 'tested', 'returned', 'destroyed')),
    happened_at timestamptz NOT NULL,
    to_whom text NOT NULL,
    note text NOT NULL,
    written_at timestamptz NOT NULL,
    written_by uuid,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, item_id, seq),
    FOREIGN KEY (tenant_id, item_id) REFERENCES custody_item (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, written_by) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN custody_entry.to_whom IS 'personal: who has it from then on';
COMMENT ON COLUMN custody_entry.note IS 'personal: may name people';

DO $$
DECLARE walled text;
BEGIN
    FOREACH walled IN ARRAY ARRAY['acceptance_answer', 'checklist_entry', 'investigation_waiver', 'interview',
        'investigation_finding', 'finding_ground', 'evidence_risk', 'custody_item', 'custody_entry']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', walled);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', walled);
        EXECUTE format('CREATE POLICY tenant_wall ON %I TO {app} '
            'USING (tenant_id = (SELECT current_setting(''amends.tenant'')::uuid)) '
            'WITH CHECK (tenant_id = (SELECT current_setting(''amends.tenant'')::uuid))', walled);
        -- What was found, said and done with a sample is append-only: nobody who serves changes or takes away any.
        EXECUTE format('GRANT SELECT, INSERT ON %I TO {app}', walled);
        IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'amends_backup') THEN
            EXECUTE format('CREATE POLICY backup_reads ON %I FOR SELECT TO amends_backup USING (true)', walled);
            EXECUTE format('GRANT SELECT ON %I TO amends_backup', walled);
        END IF;
    END LOOP;
END $$;
GRANT UPDATE (lifted_at, lifted_by) ON investigation_waiver TO {app};
GRANT UPDATE (lifted_at, lifted_by, lifted_reason) ON evidence_risk TO {app};
