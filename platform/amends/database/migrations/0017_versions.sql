-- A policy version says what it was made of: the template as it was adopted, the variants chosen, what the organisation
-- overrides and what it pinned; who published it and why. All NULL: published before this was kept.
ALTER TABLE policy_version ADD COLUMN overrides jsonb;
ALTER TABLE policy_version ADD COLUMN variants jsonb;
ALTER TABLE policy_version ADD COLUMN pins jsonb;
ALTER TABLE policy_version ADD COLUMN template_document jsonb;
ALTER TABLE policy_version ADD COLUMN published_by uuid;
ALTER TABLE policy_version ADD COLUMN reason text;
ALTER TABLE policy_version ADD COLUMN rolled_back_to integer;
COMMENT ON COLUMN policy_version.reason IS 'personal: may name people';
ALTER TABLE policy_version ADD CONSTRAINT policy_version_publisher
    FOREIGN KEY (tenant_id, published_by) REFERENCES person (tenant_id, id) NOT VALID;

-- Complaints are judged by what was published when they were lodged: not even the owner changes it in passing. (Who may
-- drop triggers can; what was published is in the history, too.)
CREATE FUNCTION published_stays() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE 'policy version % was published and stays as it is', OLD.number USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER published_stays BEFORE UPDATE OR DELETE ON policy_version
    FOR EACH ROW EXECUTE FUNCTION published_stays();

-- Which version is in force stands in the register, which every request reads: no page asks for it. The trigger sets it,
-- in the transaction that publishes, whichever version of the program does.
ALTER TABLE tenant ADD COLUMN policy_version_id uuid;
CREATE OR REPLACE FUNCTION note_template_version() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE tenant SET template_version = NEW.template_version, policy_version_id = NEW.id WHERE id = NEW.tenant_id;
    RETURN NULL;
END $$;
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;

-- What administrators prepare before they publish: one for the organisation, whoever works on it.
CREATE TABLE policy_draft (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    based_on integer NOT NULL CHECK (based_on > 0),
    revision integer NOT NULL CHECK (revision > 0),
    overrides jsonb NOT NULL,
    variants jsonb NOT NULL,
    pins jsonb NOT NULL,
    begun_at timestamptz NOT NULL,
    begun_by uuid,
    updated_at timestamptz NOT NULL,
    updated_by uuid,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id),
    FOREIGN KEY (tenant_id, begun_by) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, updated_by) REFERENCES person (tenant_id, id)
);

-- Every state a draft was in while it is worked on: whoever saves from an older one is merged with what came since.
CREATE TABLE policy_draft_state (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    draft_id uuid NOT NULL,
    based_on integer NOT NULL CHECK (based_on > 0),
    revision integer NOT NULL CHECK (revision > 0),
    overrides jsonb NOT NULL,
    variants jsonb NOT NULL,
    pins jsonb NOT NULL,
    saved_at timestamptz NOT NULL,
    saved_by uuid,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, draft_id, revision),
    FOREIGN KEY (tenant_id, draft_id) REFERENCES policy_draft (tenant_id, id),
    FOREIGN KEY (tenant_id, saved_by) REFERENCES person (tenant_id, id)
);

-- A source whose text somebody compared with the official one.
CREATE TABLE source_confirmation (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    source text NOT NULL,
    note text NOT NULL,
    confirmed_at timestamptz NOT NULL,
    confirmed_by uuid,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, source),
    FOREIGN KEY (tenant_id, confirmed_by) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN source_confirmation.note IS 'personal: may name people';

DO $$
DECLARE walled text;
BEGIN
    FOREACH walled IN ARRAY ARRAY['policy_draft', 'policy_draft_state', 'source_confirmation']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', walled);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', walled);
        EXECUTE format('CREATE POLICY tenant_wall ON %I TO {app}
            USING (tenant_id = (SELECT current_setting(''amends.tenant'')::uuid))
            WITH CHECK (tenant_id = (SELECT current_setting(''amends.tenant'')::uuid))', walled);
        EXECUTE format('GRANT SELECT, INSERT, DELETE ON %I TO {app}', walled);
        IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'amends_backup') THEN
            EXECUTE format('CREATE POLICY backup_reads ON %I FOR SELECT TO amends_backup USING (true)', walled);
            EXECUTE format('GRANT SELECT ON %I TO amends_backup', walled);
        END IF;
    END LOOP;
END $$;
GRANT UPDATE ON policy_draft TO {app};

-- each tenant: policy_version
UPDATE tenant t SET policy_version_id = (
    SELECT p.id FROM policy_version p WHERE p.tenant_id = t.id ORDER BY p.number DESC LIMIT 1
) WHERE t.id = current_setting('amends.tenant')::uuid;
