"""corpus.db, the researcher's database: schema, rows, views, codebook, corrections."""
