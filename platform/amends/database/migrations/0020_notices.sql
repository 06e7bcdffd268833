-- Ways besides mail: each notice says by which it goes, when at the earliest, and what became of it.
ALTER TABLE notice ADD COLUMN not_before timestamptz;
-- It waits for the reader's daily digest; NULL: it goes by itself.
ALTER TABLE notice ADD COLUMN digest boolean;
-- The one that says it instead: a digest, the breach a warning was overtaken by, or one mail for many.
ALTER TABLE notice ADD COLUMN folded_into uuid;
-- Codes of whoever carried it, never addresses.
ALTER TABLE notice ADD COLUMN answer text;
ALTER TABLE notice ADD COLUMN provider_id text;
ALTER TABLE notice ADD COLUMN tries integer;
ALTER TABLE notice ADD COLUMN opened_at timestamptz;
ALTER TABLE notice ADD COLUMN own_words text;
COMMENT ON COLUMN notice.own_words IS 'personal: letter';
-- Nobody's own message or decision: the program wrote it. NULL: of before, which all were called so.
ALTER TABLE notice ADD COLUMN automatic boolean;

-- Every row there is fits the wider list as it fitted the narrower one, so none is looked at under the lock.
ALTER TABLE notice DROP CONSTRAINT notice_channel_check;
ALTER TABLE notice ADD CONSTRAINT notice_channel_check
    CHECK (channel IN ('mail', 'app', 'sms', 'chat', 'push', 'letter', 'phone', 'page')) NOT VALID;

-- How the complainant wants to be answered. NULL: by mail where there is an address.
ALTER TABLE complaint ADD COLUMN reply_by text;
ALTER TABLE complaint ADD CONSTRAINT complaint_reply_by_check
    CHECK (reply_by IN ('mail', 'sms', 'letter', 'phone')) NOT VALID;
ALTER TABLE complaint ADD COLUMN complainant_address text;
COMMENT ON COLUMN complaint.complainant_address IS 'personal: complainant';

-- Ways its gateways open besides mail, letters and the telephone. NULL: none.
ALTER TABLE tenant ADD COLUMN ways text[];
