-- One row: size, span and versions of the corpus.
SELECT (SELECT count(*) FROM articles) AS articles, (SELECT count(*) FROM sources) AS sources,
    (SELECT substr(min(published), 1, 10) FROM articles) AS first_published,
    (SELECT substr(max(published), 1, 10) FROM articles) AS last_published,
    (SELECT count(*) FROM articles WHERE published IS NULL) AS undated,
    (SELECT count(*) FROM amounts) AS amounts, (SELECT count(*) FROM revisions) AS revisions,
    (SELECT count(*) FROM corrections) AS corrections,
    (SELECT max(fetched_at) FROM articles) AS last_fetched,
    (SELECT value FROM corpus_info WHERE key = 'code_version') AS code_version,
    (SELECT value FROM corpus_info WHERE key = 'schema_version') AS schema_version
