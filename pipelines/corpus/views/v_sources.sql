-- One row per source: what the corpus holds of it and how its last visit went. From the counts that are kept where they hold.
WITH held AS MATERIALIZED (
    SELECT source, sum(articles) AS articles, min(first) AS first, max(last) AS last
    FROM _article_counts WHERE EXISTS (SELECT 1 FROM _counted WHERE done) GROUP BY source
    UNION ALL SELECT source, count(*), min(published), max(published)
    FROM articles INDEXED BY articles_by_source WHERE NOT EXISTS (SELECT 1 FROM _counted WHERE done) GROUP BY source)
SELECT s.name AS source, s.title, s.kind, s.home_province, s.confidence, s.verified_live,
    coalesce(h.articles, 0) AS articles, substr(h.first, 1, 10) AS first_published, substr(h.last, 1, 10) AS last_published,
    r.started_at AS last_run, r.verdict, r.why
FROM sources s LEFT JOIN held h ON h.source = s.name LEFT JOIN runs r
    ON r.id = (SELECT id FROM runs WHERE source = s.name ORDER BY started_at DESC LIMIT 1)
