#!/bin/sh
# Run once by the postgres image, on an empty volume: makes the database and its three roles.
set -eu
OWNER_PASSWORD=$(cat /run/secrets/owner_password)
APP_PASSWORD=$(cat /run/secrets/app_password)
BACKUP_PASSWORD=$(cat /run/secrets/backup_password)
export OWNER_PASSWORD APP_PASSWORD BACKUP_PASSWORD
psql --no-psqlrc --quiet --username "${POSTGRES_USER:-postgres}" --dbname postgres --file /roles.sql
