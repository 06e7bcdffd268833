-- outside a transaction
-- Those written before are looked through without keeping anybody from writing.
ALTER TABLE promise_entry VALIDATE CONSTRAINT promise_entry_kind_known;
