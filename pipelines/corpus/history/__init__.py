"""The history of the schema of corpus.db, step by step."""
