-- One row: size, span and versions of the corpus. From the counts that are kept where they hold.
WITH kept AS MATERIALIZED (SELECT sum(articles) AS articles, substr(min(first), 1, 10) AS first, substr(max(last), 1, 10) AS last,
        coalesce(sum(CASE WHEN month IS NULL THEN articles END), 0) AS undated
    FROM _article_counts WHERE EXISTS (SELECT 1 FROM _counted WHERE done))
SELECT coalesce(k.articles, (SELECT count(*) FROM articles)) AS articles, (SELECT count(*) FROM sources) AS sources,
    coalesce(k.first, (SELECT substr(min(published), 1, 10) FROM articles)) AS first_published,
    coalesce(k.last, (SELECT substr(max(published), 1, 10) FROM articles)) AS last_published,
    CASE WHEN k.articles IS NOT NULL THEN k.undated ELSE (SELECT count(*) FROM articles WHERE published IS NULL) END AS undated,
    coalesce((SELECT sum(amounts) FROM _amount_counts WHERE EXISTS (SELECT 1 FROM _counted WHERE done)), (SELECT count(*) FROM amounts)) AS amounts,
    (SELECT count(*) FROM revisions) AS revisions, (SELECT count(*) FROM corrections) AS corrections,
    (SELECT max(fetched_at) FROM articles) AS last_fetched,
    (SELECT value FROM corpus_info WHERE key = 'code_version') AS code_version,
    (SELECT value FROM corpus_info WHERE key = 'schema_version') AS schema_version
FROM kept k
