-- Signing in: forgotten passwords, a second factor, where somebody is signed in, and what each person chose for himself.

-- 1. What staff choose and say of themselves.
ALTER TABLE person ADD COLUMN time_zone text;
ALTER TABLE person ADD COLUMN phone text;
ALTER TABLE person ADD COLUMN position text;
ALTER TABLE person ADD COLUMN preferences jsonb;
COMMENT ON COLUMN person.phone IS 'personal: staff member';
COMMENT ON COLUMN person.position IS 'personal: staff member';
COMMENT ON COLUMN person.preferences IS 'personal: which notices somebody wants by mail';
ALTER TABLE operator ADD COLUMN time_zone text;

-- 2. What an organisation demands of them; NULL is the program's default.
ALTER TABLE tenant ADD COLUMN second_factor_demand text;
ALTER TABLE tenant ADD COLUMN idle_minutes integer;

-- 3. Where somebody is signed in.
ALTER TABLE session ADD COLUMN seen_at timestamptz;
ALTER TABLE session ADD COLUMN device text;
ALTER TABLE session ADD COLUMN address text;
COMMENT ON COLUMN session.address IS 'personal: network address of a staff member';
COMMENT ON COLUMN session.device IS 'personal: browser of a staff member';
ALTER TABLE operator_session ADD COLUMN seen_at timestamptz;
ALTER TABLE operator_session ADD COLUMN device text;
ALTER TABLE operator_session ADD COLUMN address text;

-- 4. Second factors. `sealed` opens with a key that is not in the database.
CREATE TABLE second_factor (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    person_id uuid NOT NULL,
    sealed text NOT NULL,
    created_at timestamptz NOT NULL,
    confirmed_at timestamptz,
    last_step bigint,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, person_id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
);

CREATE TABLE recovery_code (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    person_id uuid NOT NULL,
    code_digest bytea NOT NULL,
    created_at timestamptz NOT NULL,
    used_at timestamptz,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, code_digest),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
);
-- for second_factor.codes_left()
CREATE INDEX recovery_code_of_person ON recovery_code (tenant_id, person_id);

-- Between password and second factor: no session, and opens nothing but the next step.
CREATE TABLE sign_in_step (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    token_digest bytea NOT NULL,
    person_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, token_digest),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
);

-- One row for every request, also for addresses of nobody: both take the same time.
CREATE TABLE password_reset (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    person_id uuid,
    token_digest bytea NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, token_digest),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
);

DO $$
DECLARE walled text;
BEGIN
    FOREACH walled IN ARRAY ARRAY['second_factor', 'recovery_code', 'sign_in_step', 'password_reset']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', walled);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', walled);
        EXECUTE format('CREATE POLICY tenant_wall ON %I TO {app}
            USING (tenant_id = (SELECT current_setting(''amends.tenant'')::uuid))
            WITH CHECK (tenant_id = (SELECT current_setting(''amends.tenant'')::uuid))', walled);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO {app}', walled);
    END LOOP;
END $$;

-- 5. The same for operators.
CREATE TABLE operator_second_factor (
    id uuid PRIMARY KEY,
    operator_id uuid NOT NULL UNIQUE REFERENCES operator (id),
    sealed text NOT NULL,
    created_at timestamptz NOT NULL,
    confirmed_at timestamptz,
    last_step bigint
);

CREATE TABLE operator_recovery_code (
    id uuid PRIMARY KEY,
    operator_id uuid NOT NULL REFERENCES operator (id),
    code_digest bytea NOT NULL UNIQUE,
    created_at timestamptz NOT NULL,
    used_at timestamptz
);

CREATE TABLE operator_sign_in_step (
    id uuid PRIMARY KEY,
    token_digest bytea NOT NULL UNIQUE,
    operator_id uuid NOT NULL REFERENCES operator (id),
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);

CREATE TABLE operator_password_reset (
    id uuid PRIMARY KEY,
    operator_id uuid NOT NULL REFERENCES operator (id),
    token_digest bytea NOT NULL UNIQUE,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
GRANT SELECT, INSERT, UPDATE, DELETE ON operator_second_factor, operator_recovery_code, operator_sign_in_step,
    operator_password_reset TO {app};
