-- outside a transaction
-- for complaints.lists: what is due within a span of time, or nearly, without looking at any other case
CREATE INDEX CONCURRENTLY IF NOT EXISTS promise_due ON promise (tenant_id, due_at)
    INCLUDE (complaint_id, started_at, stood_still) WHERE ended_at IS NULL AND paused_since IS NULL;
-- for complaints.lists: the few that only a re-grading made late
CREATE INDEX CONCURRENTLY IF NOT EXISTS promise_regraded ON promise (tenant_id, complaint_id)
    WHERE ended_at IS NULL AND late_by_regrading;
