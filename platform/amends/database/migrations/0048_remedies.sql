-- The ledger of a remedy: proposed, approved or sent back, offered, accepted or disputed, carried out, proved, confirmed.
-- What the remedy's row says is always what these entries come to (amends.remedies.rules). A remedy from before has none
-- and no state: it was granted, and is carried out when carried_out_at says so.
ALTER TABLE remedy ADD COLUMN state text;
ALTER TABLE remedy ADD COLUMN owner_id uuid;
ALTER TABLE remedy ADD COLUMN due_at timestamptz;
ALTER TABLE remedy ADD CONSTRAINT remedy_state_known CHECK (state IN ('awaiting', 'sent_back', 'granted', 'offered',
    'accepted', 'disputed', 'carried_out', 'confirmed', 'withdrawn')) NOT VALID;
ALTER TABLE remedy ADD CONSTRAINT remedy_owner
    FOREIGN KEY (tenant_id, owner_id) REFERENCES person (tenant_id, id) NOT VALID;

CREATE TABLE remedy_entry (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    complaint_id uuid NOT NULL,
    remedy_id uuid NOT NULL,
    place integer NOT NULL CHECK (place > 0),
    kind text NOT NULL CHECK (kind IN ('proposed', 'approved', 'refused', 'offered', 'accepted', 'disputed',
        'carried_out', 'proof', 'confirmed', 'withdrawn', 'changed', 'entrusted')),
    at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    actor_kind text NOT NULL CHECK (actor_kind IN ('complainant', 'person', 'operator', 'system')),
    actor_id uuid,
    words text NOT NULL,
    detail jsonb NOT NULL,
    UNIQUE (tenant_id, id),
    -- for remedies.ledger: those of a remedy, in their order
    UNIQUE (tenant_id, remedy_id, place),
    FOREIGN KEY (tenant_id, complaint_id) REFERENCES complaint (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, remedy_id) REFERENCES remedy (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, actor_id) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN remedy_entry.words IS 'personal: may name people';
-- for remedies.ledger: those of a case
CREATE INDEX remedy_entry_of_case ON remedy_entry (tenant_id, complaint_id, remedy_id, place);

ALTER TABLE remedy_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE remedy_entry FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON remedy_entry TO {app}
    USING (tenant_id = (SELECT current_setting('amends.tenant')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('amends.tenant')::uuid));
-- Written once: nobody who serves changes an entry.
GRANT SELECT, INSERT ON remedy_entry TO {app};
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'amends_backup') THEN
        CREATE POLICY backup_reads ON remedy_entry FOR SELECT TO amends_backup USING (true);
        GRANT SELECT ON remedy_entry TO amends_backup;
    END IF;
END $$;
