-- Several people complain through one of them, who says so when lodging.
ALTER TABLE complaint ADD COLUMN together jsonb;
COMMENT ON COLUMN complaint.together IS 'personal: others who complain: {people, names, number}';
