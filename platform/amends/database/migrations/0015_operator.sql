-- What operators need to look after organisations without seeing into them: figures, timed grants to look inside that
-- the organisation sees and can end, and announcements.

-- 1. The register. A trigger keeps the template's version; an operator who is removed stays named in what was done.
ALTER TABLE tenant ADD COLUMN template_version text;
ALTER TABLE operator ADD COLUMN removed_at timestamptz;

CREATE FUNCTION note_template_version() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE tenant SET template_version = NEW.template_version WHERE id = NEW.tenant_id;
    RETURN NULL;
END $$;
CREATE TRIGGER note_template_version AFTER INSERT ON policy_version
    FOR EACH ROW EXECUTE FUNCTION note_template_version();

-- 2. Announcements to all organisations' staff: the platform's own words.
CREATE TABLE announcement (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('info', 'warning')),
    audience text NOT NULL CHECK (audience IN ('admins', 'staff')),
    title_zh text NOT NULL,
    title_en text NOT NULL,
    text_zh text NOT NULL,
    text_en text NOT NULL,
    begins_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL CHECK (ends_at > begins_at),
    operator_id uuid REFERENCES operator (id),
    created_at timestamptz NOT NULL,
    changed_at timestamptz,
    withdrawn_at timestamptz
);
-- for portal.said(), on every page of the portal: what has not ended
CREATE INDEX announcement_current ON announcement (ends_at) WHERE withdrawn_at IS NULL;
GRANT SELECT, INSERT, UPDATE ON announcement TO {app};

-- 3. Grants live behind the organisation's own wall: who, why, until when, and every page that was looked at.
CREATE TABLE access_grant (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    operator_id uuid NOT NULL REFERENCES operator (id),
    operator_name text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('read')),
    reason text NOT NULL CHECK (length(reason) >= 10),
    granted_at timestamptz NOT NULL,
    until timestamptz NOT NULL CHECK (until > granted_at AND until <= granted_at + interval '8 hours'),
    ended_at timestamptz,
    ended_how text CHECK (ended_how IN ('operator', 'admin', 'removed')),
    ended_by uuid,
    UNIQUE (tenant_id, id),
    FOREIGN KEY (tenant_id, ended_by) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN access_grant.operator_name IS 'personal: an operator of the platform';
COMMENT ON COLUMN access_grant.reason IS 'personal: may name people';
CREATE INDEX access_grant_open ON access_grant (tenant_id, until) WHERE ended_at IS NULL;

-- One way in: a link that is good once and for a minute, and the session it became.
CREATE TABLE access_visit (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    grant_id uuid NOT NULL,
    link_digest bytea NOT NULL,
    link_until timestamptz NOT NULL,
    entered_at timestamptz,
    token_digest bytea,
    left_at timestamptz,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, link_digest),
    UNIQUE (tenant_id, token_digest),
    FOREIGN KEY (tenant_id, grant_id) REFERENCES access_grant (tenant_id, id)
);

-- For the page that shows it; what proves it is the history. Numbers and paths: no case is held by it.
CREATE TABLE access_look (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    grant_id uuid NOT NULL,
    at timestamptz NOT NULL,
    path text NOT NULL,
    number text,
    UNIQUE (tenant_id, id),
    FOREIGN KEY (tenant_id, grant_id) REFERENCES access_grant (tenant_id, id)
);
CREATE INDEX access_look_of_grant ON access_look (tenant_id, grant_id, at DESC);

CREATE TABLE announcement_dismissal (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    person_id uuid NOT NULL,
    announcement_id uuid NOT NULL REFERENCES announcement (id),
    at timestamptz NOT NULL,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, person_id, announcement_id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
);

DO $$
DECLARE walled text;
BEGIN
    FOREACH walled IN ARRAY ARRAY['access_grant', 'access_visit', 'access_look', 'announcement_dismissal']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', walled);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', walled);
        EXECUTE format('CREATE POLICY tenant_wall ON %I TO {app}
            USING (tenant_id = (SELECT current_setting(''amends.tenant'')::uuid))
            WITH CHECK (tenant_id = (SELECT current_setting(''amends.tenant'')::uuid))', walled);
        EXECUTE format('GRANT SELECT, INSERT ON %I TO {app}', walled);
    END LOOP;
END $$;
-- Who serves can end a grant, never lengthen it or take it up again, nor make it another operator's.
GRANT UPDATE (ended_at, ended_how, ended_by) ON access_grant TO {app};
CREATE FUNCTION ended_stays_ended() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE 'a grant ends once: % ended at %', OLD.id, OLD.ended_at;
END $$;
CREATE TRIGGER ended_stays_ended BEFORE UPDATE ON access_grant FOR EACH ROW
    WHEN (OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at) EXECUTE FUNCTION ended_stays_ended();
GRANT UPDATE (entered_at, token_digest, left_at) ON access_visit TO {app};

-- 4. Index tables. Figures are counted in each organisation's scope from time to time, not by triggers on what staff
-- and complainants do: nobody waits for them, and they are right again by themselves whatever became of the rows.
CREATE TABLE usage_index (
    tenant_id uuid PRIMARY KEY,
    counted_at timestamptz NOT NULL,
    people integer NOT NULL,
    complaints integer NOT NULL,
    lately integer NOT NULL,
    stored_kb integer NOT NULL,
    active_at timestamptz
);

CREATE TABLE usage_part (
    tenant_id uuid NOT NULL,
    name text NOT NULL CHECK (name ~ '^(role|week):[a-z0-9-]{1,20}$'),
    number integer NOT NULL,
    PRIMARY KEY (tenant_id, name)
);

CREATE TABLE grant_index (
    grant_id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL,
    operator_id uuid NOT NULL,
    granted_at timestamptz NOT NULL,
    until timestamptz NOT NULL,
    ended_at timestamptz
);
CREATE INDEX grant_index_order ON grant_index (granted_at DESC);

CREATE FUNCTION index_grant() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO grant_index VALUES (NEW.id, NEW.tenant_id, NEW.operator_id, NEW.granted_at, NEW.until, NEW.ended_at)
    ON CONFLICT (grant_id) DO UPDATE SET ended_at = EXCLUDED.ended_at;
    RETURN NULL;
END $$;
CREATE TRIGGER index_grant AFTER INSERT OR UPDATE ON access_grant FOR EACH ROW EXECUTE FUNCTION index_grant();

-- 5. Narrow functions. Only the organisation in scope says what it uses: nobody can write another's figures.
CREATE FUNCTION note_usage(counted timestamptz, active_people integer, all_complaints integer, lately_lodged integer,
    kilobytes integer, last_active timestamptz, names text[], numbers integer[])
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE whose uuid := current_setting('amends.tenant')::uuid;
BEGIN
    INSERT INTO usage_index VALUES (whose, counted, active_people, all_complaints, lately_lodged, kilobytes, last_active)
    ON CONFLICT (tenant_id) DO UPDATE SET counted_at = EXCLUDED.counted_at, people = EXCLUDED.people,
        complaints = EXCLUDED.complaints, lately = EXCLUDED.lately, stored_kb = EXCLUDED.stored_kb,
        active_at = EXCLUDED.active_at;
    DELETE FROM usage_part WHERE tenant_id = whose;
    INSERT INTO usage_part SELECT whose, p.name, p.number FROM unnest(names, numbers) AS p (name, number);
END $$;

CREATE FUNCTION tenant_usage()
RETURNS TABLE (tenant_id uuid, counted_at timestamptz, people integer, complaints integer, lately integer,
    stored_kb integer, active_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT u.tenant_id, u.counted_at, u.people, u.complaints, u.lately, u.stored_kb, u.active_at FROM usage_index u
$$;

CREATE FUNCTION usage_parts(of_tenant uuid)
RETURNS TABLE (name text, number integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT p.name, p.number FROM usage_part p WHERE p.tenant_id = of_tenant ORDER BY p.name
$$;

-- Counts and ages of what each organisation owes; what it is about stays behind its wall. A trial owes no seal.
CREATE FUNCTION tenant_health(at timestamptz)
RETURNS TABLE (tenant_id uuid, dead bigint, overdue bigint, oldest_due timestamptz, failing bigint, waiting bigint,
    oldest_waiting timestamptz, sealed_until timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT t.id, coalesce(l.letters, 0), coalesce(d.overdue, 0), d.oldest, coalesce(f.failing, 0),
        coalesce(o.waiting, 0), o.oldest, coalesce(s.sealed_until, t.live_at, at)
    FROM tenant t
    LEFT JOIN (SELECT i.tenant_id, count(*) AS letters FROM dead_letter_index i WHERE i.set_aside_at IS NULL
        GROUP BY i.tenant_id) l ON l.tenant_id = t.id
    LEFT JOIN (SELECT i.tenant_id, count(*) AS overdue, min(i.fire_at) AS oldest FROM due_index i WHERE i.fire_at <= at
        GROUP BY i.tenant_id) d ON d.tenant_id = t.id
    LEFT JOIN (SELECT i.tenant_id, count(*) AS failing FROM due_index i WHERE i.attempts > 0
        GROUP BY i.tenant_id) f ON f.tenant_id = t.id
    LEFT JOIN (SELECT i.tenant_id, count(*) AS waiting, min(coalesce(i.owed_at, i.ready_at)) AS oldest
        FROM outbox_index i WHERE coalesce(i.owed_at, i.ready_at) <= at GROUP BY i.tenant_id) o ON o.tenant_id = t.id
    LEFT JOIN seal_index s ON s.tenant_id = t.id
$$;

CREATE FUNCTION own_hosts()
RETURNS TABLE (tenant_id uuid, host text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT h.tenant_id, h.host FROM host_index h
$$;

-- Newest first; each of the three narrows when it is given.
CREATE FUNCTION grants_known(of_tenant uuid, of_operator uuid, open_at timestamptz, most integer)
RETURNS TABLE (tenant_id uuid, id uuid, operator_id uuid, granted_at timestamptz, until timestamptz,
    ended_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT g.tenant_id, g.grant_id, g.operator_id, g.granted_at, g.until, g.ended_at FROM grant_index g
    WHERE (of_tenant IS NULL OR g.tenant_id = of_tenant) AND (of_operator IS NULL OR g.operator_id = of_operator)
        AND (open_at IS NULL OR (g.ended_at IS NULL AND g.until > open_at))
    ORDER BY g.granted_at DESC, g.grant_id LIMIT most
$$;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
GRANT EXECUTE ON FUNCTION note_usage(timestamptz, integer, integer, integer, integer, timestamptz, text[], integer[]),
    tenant_usage(), usage_parts(uuid), tenant_health(timestamptz), own_hosts(),
    grants_known(uuid, uuid, timestamptz, integer) TO {app};

-- each tenant: policy_version
UPDATE tenant t SET template_version = (
    SELECT p.template_version FROM policy_version p WHERE p.tenant_id = t.id ORDER BY p.number DESC LIMIT 1
) WHERE t.id = current_setting('amends.tenant')::uuid;
