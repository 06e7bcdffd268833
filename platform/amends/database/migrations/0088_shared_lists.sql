-- Lists of the queue that somebody keeps for everybody.
ALTER TABLE saved_view ADD COLUMN shared boolean NOT NULL DEFAULT false;
ALTER TABLE saved_view ALTER COLUMN shared DROP DEFAULT;
