"""The repository's service: web, jobs and command line over PostgreSQL."""
