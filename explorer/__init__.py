"""The corpus for people: Datasette configuration and queries. Knows the database schema only, no other room."""
