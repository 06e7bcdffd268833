-- What a complainant is known again by, in one way of writing (amends.complaints.known_by); NULL: they left no such thing.
ALTER TABLE complaint ADD COLUMN complainant_email_key text;
ALTER TABLE complaint ADD COLUMN complainant_phone_key text;
COMMENT ON COLUMN complaint.complainant_email_key IS 'personal: complainant';
COMMENT ON COLUMN complaint.complainant_phone_key IS 'personal: complainant';

-- Answers that tell one matter from others, such as an order's number, in one way of writing; NULL: it was taken back.
CREATE TABLE complaint_mark (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    complaint_id uuid NOT NULL,
    field text NOT NULL,
    key text,
    UNIQUE (tenant_id, complaint_id, field),
    FOREIGN KEY (tenant_id, complaint_id) REFERENCES complaint (tenant_id, id) ON DELETE CASCADE
);
COMMENT ON COLUMN complaint_mark.key IS 'personal: an answer';
CREATE INDEX complaint_mark_by_key ON complaint_mark (tenant_id, field, key) WHERE key IS NOT NULL;

-- What somebody said of two complaints that look alike; the smaller id first, so that two are one row.
CREATE TABLE complaint_pair (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    one_id uuid NOT NULL,
    other_id uuid NOT NULL,
    standing text NOT NULL CHECK (standing IN ('related', 'distinct', 'open')),
    said_at timestamptz NOT NULL,
    said_by uuid,
    CHECK (one_id < other_id),
    UNIQUE (tenant_id, one_id, other_id),
    FOREIGN KEY (tenant_id, one_id) REFERENCES complaint (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, other_id) REFERENCES complaint (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, said_by) REFERENCES person (tenant_id, id)
);
CREATE INDEX complaint_pair_of_other ON complaint_pair (tenant_id, other_id);

DO $$
DECLARE walled text;
BEGIN
    FOREACH walled IN ARRAY ARRAY['complaint_mark', 'complaint_pair'] LOOP
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

-- The numbers of before as well as SQL can read them: as from now on where it is written out or plainly one of China's, by
-- whose clock most organisations go; the digits alone elsewhere.
-- each tenant: complaint
UPDATE complaint c SET complainant_email_key = nullif(lower(btrim(c.complainant_email)), ''),
    complainant_phone_key = nullif(CASE
        WHEN n.typed LIKE '+%' THEN '+' || n.digits
        WHEN n.digits LIKE '00%' THEN '+' || substr(n.digits, 3)
        WHEN t.time_zone IN ('Asia/Shanghai', 'Asia/Urumqi') AND n.digits ~ '^1[3-9][0-9]{9}$' THEN '+86' || n.digits
        WHEN t.time_zone IN ('Asia/Shanghai', 'Asia/Urumqi') AND n.digits ~ '^0[1-9][0-9]{8,10}$' THEN '+86' || substr(n.digits, 2)
        ELSE n.digits END, '')
FROM (SELECT id, btrim(complainant_phone) AS typed, regexp_replace(complainant_phone, '[^0-9]', '', 'g') AS digits
    FROM complaint) n, tenant t
WHERE n.id = c.id AND t.id = c.tenant_id AND (c.complainant_email IS NOT NULL OR c.complainant_phone IS NOT NULL);
