-- outside a transaction
-- for complaints.alike: whether the same complainant has complained of the same before, asked when a complaint is lodged
CREATE INDEX CONCURRENTLY IF NOT EXISTS complaint_by_email ON complaint (tenant_id, complainant_email)
    WHERE complainant_email IS NOT NULL;
CREATE INDEX CONCURRENTLY IF NOT EXISTS complaint_by_phone ON complaint (tenant_id, complainant_phone)
    WHERE complainant_phone IS NOT NULL;
