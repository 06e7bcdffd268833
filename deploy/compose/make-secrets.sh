#!/bin/sh
# Makes every secret of compose.yaml, once: `make-secrets.sh smtp://user:password@mail.example.org:587 [folder]`.
# Containers read the files under numbers of their own, so the files are readable and the folder is closed.
set -eu
smtp_url=${1:?the mail server: smtp://user:password@host:587 or smtps://…:465}
folder=${2:-$(dirname "$0")/secrets}
umask 077
mkdir "$folder" || { echo "make-secrets: $folder is there already; nothing was changed" >&2; exit 1; }

new() { openssl rand -hex 24; }
keep() { printf '%s\n' "$2" >"$folder/$1"; chmod 444 "$folder/$1"; }

owner=$(new) app=$(new) backup=$(new) redis=$(new) key=$(openssl rand -hex 10) store=$(new)
keep administrator_password "$(new)"
keep owner_password "$owner"
keep app_password "$app"
keep backup_password "$backup"
keep redis_password "$redis"
keep database_url "postgresql://amends_app:$app@postgres/amends"
keep owner_url "postgresql://amends_owner:$owner@postgres/amends"
keep backup_url "postgresql://amends_backup:$backup@postgres/amends"
keep redis_url "redis://:$redis@redis"
keep smtp_url "$smtp_url"
keep secret "$(openssl rand -hex 32)"
keep secret_previous ""
keep store.env "AWS_ACCESS_KEY_ID=$key
AWS_SECRET_ACCESS_KEY=$store"
keep store_config "{\"identities\": [{\"name\": \"amends\",
  \"credentials\": [{\"accessKey\": \"$key\", \"secretKey\": \"$store\"}],
  \"actions\": [\"Read:amends\", \"Write:amends\", \"List:amends\", \"Tagging:amends\"]}]}"
echo "make-secrets: $folder is filled; keep a copy of 'secret' where no backup of the database is"
