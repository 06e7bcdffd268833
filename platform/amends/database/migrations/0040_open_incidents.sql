-- outside a transaction
-- for announcements.queries.at_the_top: every page of the portal says how many incidents are open
CREATE INDEX CONCURRENTLY IF NOT EXISTS incident_open ON incident (tenant_id, declared_at) WHERE ended_at IS NULL;
