-- outside a transaction
-- for notices.digests.write_digest(): what waits for one reader's digest, of all that was ever said to them
CREATE INDEX CONCURRENTLY IF NOT EXISTS notice_digest ON notice (tenant_id, person_id) WHERE digest AND folded_into IS NULL;
