-- What 0044 asks of new rows holds of all. The owner sees no row behind a forced wall, and would find none at fault:
-- the walls are forced again before anybody else reads.
ALTER TABLE complaint NO FORCE ROW LEVEL SECURITY;
ALTER TABLE promise NO FORCE ROW LEVEL SECURITY;
ALTER TABLE promise_entry NO FORCE ROW LEVEL SECURITY;
ALTER TABLE task NO FORCE ROW LEVEL SECURITY;
ALTER TABLE complaint VALIDATE CONSTRAINT complaint_merged_into;
ALTER TABLE promise VALIDATE CONSTRAINT promise_origin;
ALTER TABLE promise_entry VALIDATE CONSTRAINT promise_entry_kind_known;

-- The case a task is of, where that one was merged into the case it belongs to now; NULL: this very case.
ALTER TABLE task ADD COLUMN origin_id uuid;
ALTER TABLE task ADD CONSTRAINT task_origin
    FOREIGN KEY (tenant_id, origin_id) REFERENCES complaint (tenant_id, id) NOT VALID;
ALTER TABLE task VALIDATE CONSTRAINT task_origin;

ALTER TABLE task FORCE ROW LEVEL SECURITY;
ALTER TABLE promise_entry FORCE ROW LEVEL SECURITY;
ALTER TABLE promise FORCE ROW LEVEL SECURITY;
ALTER TABLE complaint FORCE ROW LEVEL SECURITY;
