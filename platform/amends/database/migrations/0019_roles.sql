-- What the policy in force says of the roles somebody holds, kept with the person whenever either changes: reading a
-- session, or asking who may be told, then needs no policy. NULL: the engine's own roles, as before.
ALTER TABLE person ADD COLUMN role_terms jsonb;
