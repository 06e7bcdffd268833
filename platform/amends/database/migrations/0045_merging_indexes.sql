-- outside a transaction
-- one running promise of a kind at a time, of each complaint that was merged into a case and of its own
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS promise_running_of_each
    ON promise (tenant_id, complaint_id, coalesce(origin_id, complaint_id), kind) WHERE ended_at IS NULL;
DROP INDEX CONCURRENTLY IF EXISTS promise_running;
-- for complaints.tracking and merging: where the promises of a merged complaint went
CREATE INDEX CONCURRENTLY IF NOT EXISTS promise_of_origin ON promise (tenant_id, origin_id) WHERE origin_id IS NOT NULL;
-- for complaints.merging: whether others were merged into a case
CREATE INDEX CONCURRENTLY IF NOT EXISTS complaint_merged ON complaint (tenant_id, merged_into)
    WHERE merged_into IS NOT NULL;
