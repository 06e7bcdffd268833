-- outside a transaction
-- for mailin.routing: how often one sender wrote lately
CREATE INDEX CONCURRENTLY IF NOT EXISTS arrival_of_sender ON arrival (tenant_id, sender_email, recorded_at)
    WHERE sender_email <> '';
