-- One row per source: what the corpus holds of it and how its last visit went.
SELECT s.name AS source, s.title, s.kind, s.home_province, s.confidence, s.verified_live,
    (SELECT count(*) FROM articles a WHERE a.source = s.name) AS articles,
    (SELECT substr(min(published), 1, 10) FROM articles a WHERE a.source = s.name) AS first_published,
    (SELECT substr(max(published), 1, 10) FROM articles a WHERE a.source = s.name) AS last_published,
    r.started_at AS last_run, r.verdict, r.why
FROM sources s LEFT JOIN runs r
    ON r.id = (SELECT id FROM runs WHERE source = s.name ORDER BY started_at DESC LIMIT 1)
