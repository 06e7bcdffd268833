-- for complaints.queries.listing(): the closed ones, last closed first; without it every closed case is sorted.
CREATE INDEX complaint_closed ON complaint (tenant_id, closed_at DESC, id) WHERE closed_at IS NOT NULL;
