-- Run once, with psql, by the administrator of a PostgreSQL server (15 or later), also of a managed one: it needs
-- CREATEDB and CREATEROLE, never a superuser. May be run again: passwords are then set anew and nothing else changes.
--
--   OWNER_PASSWORD=… APP_PASSWORD=… BACKUP_PASSWORD=… psql "postgresql://administrator@host/postgres" -f deploy/roles.sql
--
-- The passwords can also be given as psql variables (-v owner_password=…). Further variables: database (amends) and
-- ctype (C.UTF-8), which letters there are; texts are ordered by their code points either way.
--
--   amends_owner   owns the database and migrates: AMENDS_OWNER_URL, for `amends migrate` only
--   amends_app     serves, owns nothing, stands before every wall: AMENDS_DATABASE_URL
--   amends_backup  reads everything and writes nothing
--
-- `amends up` makes the same three for itself (platform/amends/database/embedded/postgres.py).

\set QUIET on
\set ON_ERROR_STOP on
\getenv owner_password OWNER_PASSWORD
\getenv app_password APP_PASSWORD
\getenv backup_password BACKUP_PASSWORD
\if :{?database}
\else
    \set database amends
\endif
\if :{?ctype}
\else
    \set ctype C.UTF-8
\endif

SELECT current_setting('server_version_num')::integer < 150000 AS too_old \gset
\if :too_old
    DO $$ BEGIN RAISE 'PostgreSQL 15 or later is needed'; END $$;
\endif
SELECT :{?owner_password} AND :{?app_password} AND :{?backup_password} AS given \gset
\if :given
\else
    DO $$ BEGIN RAISE 'OWNER_PASSWORD, APP_PASSWORD and BACKUP_PASSWORD must be set'; END $$;
\endif

SELECT format('CREATE ROLE %I LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB NOREPLICATION', name)
FROM (VALUES ('amends_owner'), ('amends_app'), ('amends_backup')) AS wanted (name)
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec
ALTER ROLE amends_owner PASSWORD :'owner_password';
ALTER ROLE amends_app PASSWORD :'app_password';
ALTER ROLE amends_backup PASSWORD :'backup_password';

-- Only who belongs to a role may give it a database; afterwards the administrator is none of ours again.
GRANT amends_owner TO CURRENT_USER;
SELECT format('CREATE DATABASE %I OWNER amends_owner TEMPLATE template0 ENCODING ''UTF8'' LC_COLLATE ''C'' LC_CTYPE %L',
    :'database', :'ctype')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec
ALTER DATABASE :"database" OWNER TO amends_owner;
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO amends_app, amends_backup;
REVOKE amends_owner FROM CURRENT_USER;
