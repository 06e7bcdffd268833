-- People: who answers to whom, who stands in for whom and when, what somebody is qualified for, who has left.

-- 1. Staff. `hours` is NULL where somebody works as the organisation does.
ALTER TABLE person ADD COLUMN supervisor_id uuid;
ALTER TABLE person ADD COLUMN deputy_id uuid;
ALTER TABLE person ADD COLUMN hours jsonb;
ALTER TABLE person ADD COLUMN suspended_at timestamptz;
ALTER TABLE person ADD COLUMN left_at timestamptz;
ALTER TABLE person DROP CONSTRAINT person_status_check;
ALTER TABLE person ADD CONSTRAINT person_status_known
    CHECK (status IN ('invited', 'active', 'suspended', 'left')) NOT VALID;
ALTER TABLE person VALIDATE CONSTRAINT person_status_known;

-- 2. Departments have a head, and go on under another when they are retired.
ALTER TABLE department ADD COLUMN head_id uuid;
ALTER TABLE department ADD COLUMN retired_at timestamptz;
ALTER TABLE department ADD COLUMN successor_id uuid;
GRANT UPDATE ON department TO {app};

-- The columns are new and empty: there is nothing to look through.
ALTER TABLE person ADD CONSTRAINT person_supervisor
    FOREIGN KEY (tenant_id, supervisor_id) REFERENCES person (tenant_id, id) NOT VALID;
ALTER TABLE person ADD CONSTRAINT person_deputy
    FOREIGN KEY (tenant_id, deputy_id) REFERENCES person (tenant_id, id) NOT VALID;
ALTER TABLE department ADD CONSTRAINT department_head
    FOREIGN KEY (tenant_id, head_id) REFERENCES person (tenant_id, id) NOT VALID;
ALTER TABLE department ADD CONSTRAINT department_successor
    FOREIGN KEY (tenant_id, successor_id) REFERENCES department (tenant_id, id) NOT VALID;

-- 3. Absences. Moments, not days: who stands in is asked at a moment. `ends_at` is NULL until further notice.
CREATE TABLE absence (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    person_id uuid NOT NULL,
    kind text NOT NULL,
    note text NOT NULL,
    begins_at timestamptz NOT NULL,
    ends_at timestamptz,
    entered_by uuid NOT NULL,
    entered_at timestamptz NOT NULL,
    cancelled_at timestamptz,
    CHECK (ends_at > begins_at),
    UNIQUE (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, entered_by) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN absence.kind IS 'personal: why a staff member is away';
COMMENT ON COLUMN absence.note IS 'personal: why a staff member is away';
-- for people.staff.staff(): who is away now
CREATE INDEX absence_of_person ON absence (tenant_id, person_id, begins_at) WHERE cancelled_at IS NULL;

-- 4. What somebody may be entrusted with, and what they were taught. Removed ones stay, marked.
CREATE TABLE qualification (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    person_id uuid NOT NULL,
    code text NOT NULL,
    label text NOT NULL,
    issued_on date NOT NULL,
    expires_on date,
    evidence text NOT NULL,
    entered_at timestamptz NOT NULL,
    removed_at timestamptz,
    CHECK (expires_on >= issued_on),
    UNIQUE (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN qualification.label IS 'personal: staff member';
COMMENT ON COLUMN qualification.evidence IS 'personal: staff member';
CREATE INDEX qualification_of_person ON qualification (tenant_id, person_id) WHERE removed_at IS NULL;

CREATE TABLE training (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    person_id uuid NOT NULL,
    title text NOT NULL,
    held_on date NOT NULL,
    hours numeric(14, 2) NOT NULL CHECK (hours > 0),
    held_by text NOT NULL,
    next_due_on date,
    entered_at timestamptz NOT NULL,
    removed_at timestamptz,
    UNIQUE (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN training.title IS 'personal: staff member';
COMMENT ON COLUMN training.held_by IS 'personal: trainer';
CREATE INDEX training_of_person ON training (tenant_id, person_id) WHERE removed_at IS NULL;

DO $$
DECLARE walled text;
BEGIN
    FOREACH walled IN ARRAY ARRAY['absence', 'qualification', 'training']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', walled);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', walled);
        EXECUTE format('CREATE POLICY tenant_wall ON %I TO {app}
            USING (tenant_id = (SELECT current_setting(''amends.tenant'')::uuid))
            WITH CHECK (tenant_id = (SELECT current_setting(''amends.tenant'')::uuid))', walled);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO {app}', walled);
    END LOOP;
END $$;
