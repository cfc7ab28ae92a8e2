"""pages.db, the operator's database: kept pages, the URL table, walks."""
