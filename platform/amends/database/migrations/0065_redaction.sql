-- A redacted copy stands beside the file it was made from, which is then handed out as an original only.
ALTER TABLE evidence ADD COLUMN copy_of uuid CHECK (copy_of <> id);
ALTER TABLE evidence ADD CONSTRAINT evidence_copy_of
    FOREIGN KEY (tenant_id, copy_of) REFERENCES evidence (tenant_id, id) ON DELETE CASCADE NOT VALID;
