-- outside a transaction
-- for complaints.alike and simulation.gathering: when the same complainant complained of the same last, by one look at an
-- index however many complaints somebody has
CREATE INDEX CONCURRENTLY IF NOT EXISTS complaint_last_by_email
    ON complaint (tenant_id, complainant_email, category, lodged_at) WHERE complainant_email IS NOT NULL;
CREATE INDEX CONCURRENTLY IF NOT EXISTS complaint_last_by_phone
    ON complaint (tenant_id, complainant_phone, category, lodged_at) WHERE complainant_phone IS NOT NULL;
DROP INDEX CONCURRENTLY IF EXISTS complaint_by_email;
DROP INDEX CONCURRENTLY IF EXISTS complaint_by_phone;
