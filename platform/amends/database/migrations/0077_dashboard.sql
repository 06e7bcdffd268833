-- outside a transaction
-- for measures.catalogue: the few cases in which something stands still, among all that are open
CREATE INDEX CONCURRENTLY IF NOT EXISTS promise_standing_still ON promise (tenant_id, complaint_id)
    WHERE ended_at IS NULL AND paused_since IS NOT NULL;
