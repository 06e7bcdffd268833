-- outside a transaction
-- for outbox_turns(): an organisation's oldest, and the next organisation, one step of the index each
CREATE INDEX CONCURRENTLY IF NOT EXISTS outbox_index_turn ON outbox_index (tenant_id, ready_at);
