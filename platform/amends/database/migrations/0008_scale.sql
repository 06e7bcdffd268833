-- What staff ask for most often reads no more than a page of it, however much there is.

-- The same wall, asked for its tenant once a statement and not once a row (51 rows joined to 6 departments and 6 people
-- took 16 ms, now 2). And the planner, who cannot look behind the question any more, plans for an ordinary tenant: with
-- the tenant's own numbers, a plan made for one that has no case yet was kept by the connection for the largest one.
DO $$
DECLARE walled text;
BEGIN
    FOR walled IN SELECT tablename FROM pg_policies WHERE schemaname = 'public' AND policyname = 'tenant_wall'
    LOOP
        EXECUTE format('ALTER POLICY tenant_wall ON %I
            USING (tenant_id = (SELECT current_setting(''amends.tenant'')::uuid))
            WITH CHECK (tenant_id = (SELECT current_setting(''amends.tenant'')::uuid))', walled);
    END LOOP;
END $$;

-- for complaints.queries.listing(): the whole order, so that nothing is sorted. A plan that sorts costs the same in a
-- small organisation, and is kept by the connection for the next, large one.
CREATE INDEX complaint_due ON complaint (tenant_id, next_due, lodged_at DESC, id) WHERE closed_at IS NULL;
DROP INDEX complaint_queue;
CREATE INDEX complaint_mine ON complaint (tenant_id, assignee_id, next_due, lodged_at DESC, id)
    WHERE closed_at IS NULL;
CREATE INDEX complaint_nobodys ON complaint (tenant_id, next_due, lodged_at DESC, id)
    WHERE closed_at IS NULL AND assignee_id IS NULL;
-- Whose department or assignee it is says whose organisation's: without this the planner multiplies both chances and
-- takes the largest department for a handful of cases.
CREATE STATISTICS complaint_of_tenant (dependencies) ON tenant_id, department_id, assignee_id FROM complaint;

-- for notices.queries.unread_count(), on every page of the portal: without those read long ago
CREATE INDEX notice_waiting ON notice (tenant_id, person_id) WHERE channel = 'app' AND read_at IS NULL;

-- for the relay. As before, but the rows are chosen once whatever the planner believes: statistics are mostly taken
-- while nothing waits, and with those `IN (SELECT ... LIMIT)` was asked again for every waiting row: quadratic, and
-- more rows than `most`.
CREATE OR REPLACE FUNCTION outbox_ready(at timestamptz, again timestamptz, most integer)
RETURNS TABLE (tenant_id uuid, id uuid) LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
    UPDATE outbox_index o SET ready_at = again
    WHERE NOT EXISTS (SELECT FROM outgoing_hold) AND o.outbox_id = ANY (ARRAY(
        SELECT i.outbox_id FROM outbox_index i WHERE i.ready_at <= at
        ORDER BY i.ready_at LIMIT most FOR UPDATE SKIP LOCKED))
    RETURNING o.tenant_id, o.outbox_id
$$;

-- for the clock process. As before, one row of each organisation that has any due, its oldest; but every organisation
-- is looked at only when a thousand rows are due. Mostly none is, and this is asked every second.
CREATE OR REPLACE FUNCTION due_rows(at timestamptz, most integer)
RETURNS TABLE (tenant_id uuid, id uuid) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
    WITH RECURSIVE few AS MATERIALIZED (
        SELECT d.tenant_id, d.due_row_id, d.fire_at FROM due_index d WHERE d.fire_at <= at
        ORDER BY d.fire_at LIMIT 1000
    ), many AS MATERIALIZED (
        SELECT count(*) = 1000 AS are_due FROM few
    ), oldest AS (
        (SELECT d.tenant_id, d.due_row_id, d.fire_at FROM due_index d WHERE (SELECT are_due FROM many)
        ORDER BY d.tenant_id, d.fire_at LIMIT 1)
        UNION ALL
        SELECT further.* FROM oldest o, LATERAL (
            SELECT d.tenant_id, d.due_row_id, d.fire_at FROM due_index d
            WHERE d.tenant_id > o.tenant_id ORDER BY d.tenant_id, d.fire_at LIMIT 1) further
    ), waiting AS (
        SELECT * FROM oldest WHERE fire_at <= at
        UNION ALL
        (SELECT DISTINCT ON (f.tenant_id) f.* FROM few f WHERE NOT (SELECT are_due FROM many)
        ORDER BY f.tenant_id, f.fire_at)
    )
    SELECT w.tenant_id, w.due_row_id FROM waiting w ORDER BY w.fire_at LIMIT most
$$;
