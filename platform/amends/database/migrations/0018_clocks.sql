-- Which rule of the policy gave the level; NULL: the category's own, or lodged before this was kept.
ALTER TABLE complaint ADD COLUMN graded_by text;

-- A promise is warned of at more than one moment, and spoken of again while it stays broken. What the version before does
-- not understand it puts off; nothing is lost while both run.
ALTER TABLE due_row DROP CONSTRAINT due_row_kind_check;
ALTER TABLE due_row ADD CONSTRAINT due_row_kind_known
    CHECK (kind IN ('warning', 'breach', 'again') OR kind ~ '^warning:[1-9][0-9]?$') NOT VALID;
