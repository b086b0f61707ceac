#!/usr/bin/env bash
# Make the database, its two roles and the extension, once, when PostgreSQL's folder is new.
# Run by the PostgreSQL image, over its socket and as the superuser; PGHOST and the like override.
set -euo pipefail

export SECRETS=${SECRETS:-/run/secrets}

# psql reads the passwords itself: on its command line every process could see them.
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 \
  --username "${POSTGRES_USER:-postgres}" --dbname postgres <<'SQL'
\set owner_password `cat "$SECRETS/owner_password"`
\set app_password `cat "$SECRETS/app_password"`
SET log_statement = 'none';
CREATE ROLE reviews_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE reviews_app LOGIN PASSWORD :'app_password';
CREATE DATABASE reviews OWNER reviews_owner;
\connect reviews
CREATE EXTENSION vector;
ALTER FUNCTION pg_catalog.ts_match_vq(tsvector, tsquery) LEAKPROOF;
REVOKE ALL ON DATABASE reviews FROM PUBLIC;
GRANT CONNECT ON DATABASE reviews TO reviews_app;
GRANT USAGE ON SCHEMA public TO reviews_app;
ALTER DEFAULT PRIVILEGES FOR ROLE reviews_owner
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO reviews_app;
ALTER DEFAULT PRIVILEGES FOR ROLE reviews_owner
  GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO reviews_app;
SQL
