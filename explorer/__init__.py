"""The corpus for people: Datasette configuration and queries. Knows the database schema and the aliases of provinces, no other room."""
