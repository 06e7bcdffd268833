-- outside a transaction
-- For amends.evidence.redacted.copies_of: few files have any.
CREATE INDEX CONCURRENTLY IF NOT EXISTS evidence_copies ON evidence (tenant_id, copy_of, added_at) WHERE copy_of IS NOT NULL;
ALTER TABLE evidence VALIDATE CONSTRAINT evidence_copy_of;
