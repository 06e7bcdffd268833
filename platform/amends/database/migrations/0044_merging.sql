-- A complaint handled together with another one of the same complainant: with which, and the state it was in before.
ALTER TABLE complaint ADD COLUMN merged_into uuid;
ALTER TABLE complaint ADD COLUMN merged_from text;
ALTER TABLE complaint ADD CONSTRAINT complaint_merged_into
    FOREIGN KEY (tenant_id, merged_into) REFERENCES complaint (tenant_id, id) NOT VALID;

-- The case a promise was made in, where that one was merged into the case it belongs to now; NULL: this very case.
ALTER TABLE promise ADD COLUMN origin_id uuid;
ALTER TABLE promise ADD CONSTRAINT promise_origin
    FOREIGN KEY (tenant_id, origin_id) REFERENCES complaint (tenant_id, id) NOT VALID;

-- What is written in a ledger stays as it was written, with the case it was written in; it is read by its promise.
ALTER TABLE promise_entry DROP CONSTRAINT promise_entry_kind_check;
ALTER TABLE promise_entry ADD CONSTRAINT promise_entry_kind_known CHECK
    (kind IN ('paused', 'resumed', 'extended', 'retargeted', 'met', 'cancelled', 'reopened', 'moved')) NOT VALID;
