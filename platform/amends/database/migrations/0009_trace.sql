-- Which request owes this effect, where traces are recorded: random ids only. The scope's BEGIN says it, so that no
-- statement has to.
ALTER TABLE outbox ADD COLUMN trace text DEFAULT nullif(current_setting('amends.trace', true), '');
