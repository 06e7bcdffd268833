-- Everything outgoing can be put on hold: what a restored backup still owes is not sent before somebody says so.

CREATE TABLE outgoing_hold (
    id uuid PRIMARY KEY,
    since timestamptz NOT NULL,
    reason text NOT NULL
);
GRANT SELECT, INSERT, DELETE ON outgoing_hold TO {app};

-- As before, and nothing while there is a hold.
CREATE OR REPLACE FUNCTION outbox_ready(at timestamptz, again timestamptz, most integer)
RETURNS TABLE (tenant_id uuid, id uuid) LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
    UPDATE outbox_index o SET ready_at = again
    WHERE NOT EXISTS (SELECT FROM outgoing_hold) AND o.outbox_id IN (
        SELECT i.outbox_id FROM outbox_index i WHERE i.ready_at <= at
        ORDER BY i.ready_at LIMIT most FOR UPDATE SKIP LOCKED)
    RETURNING o.tenant_id, o.outbox_id
$$;
