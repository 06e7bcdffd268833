-- When a case was given to them last, where their department shares its cases out. NULL: never.
ALTER TABLE person ADD COLUMN last_given_at timestamptz;
