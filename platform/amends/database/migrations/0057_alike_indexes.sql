-- outside a transaction
-- for complaints.alike, complaints.likenesses and simulation.gathering: as those of 0055, by what a complainant is known by
CREATE INDEX CONCURRENTLY IF NOT EXISTS complaint_by_email_key
    ON complaint (tenant_id, complainant_email_key, category, lodged_at) WHERE complainant_email_key IS NOT NULL;
CREATE INDEX CONCURRENTLY IF NOT EXISTS complaint_by_phone_key
    ON complaint (tenant_id, complainant_phone_key, category, lodged_at) WHERE complainant_phone_key IS NOT NULL;
-- for complaints.likenesses: what came of the same kind of matter about the same time
CREATE INDEX CONCURRENTLY IF NOT EXISTS complaint_by_category ON complaint (tenant_id, category, lodged_at);
DROP INDEX CONCURRENTLY IF EXISTS complaint_last_by_email;
DROP INDEX CONCURRENTLY IF EXISTS complaint_last_by_phone;
