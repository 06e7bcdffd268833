-- A draft that goes over to a later version of its template keeps that template, as a published version does: the folder
-- it was read from may be gone by the time the draft is published.
ALTER TABLE policy_draft ADD COLUMN template_document jsonb;
ALTER TABLE policy_draft_state ADD COLUMN template_document jsonb;
