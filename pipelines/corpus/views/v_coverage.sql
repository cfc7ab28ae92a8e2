-- What was looked for and found, by source and month, from the oldest ground known of a source to its last visit; one more row
-- (month NULL) for what has no date. read: articles held; looked: last visit; reach: how far back its listings were walked;
-- spans, months: the months to tell of; lost: pages that failed and have no date.
WITH RECURSIVE read AS MATERIALIZED (SELECT source, month, articles, with_province, with_year, words
    FROM _article_counts WHERE EXISTS (SELECT 1 FROM _counted WHERE done)
    UNION ALL SELECT source, month, count(*), count(province), count(year), sum(words)
    FROM articles INDEXED BY articles_by_source WHERE NOT EXISTS (SELECT 1 FROM _counted WHERE done) GROUP BY source, month),
seen AS MATERIALIZED (SELECT source, month FROM read UNION SELECT source, nullif(month, 'undated') FROM coverage),
looked AS (SELECT source, substr(max(at), 1, 7) AS last
    FROM (SELECT source, walked_at AS at FROM walks UNION ALL SELECT source, started_at FROM runs WHERE verdict IS NOT 'bad')
    GROUP BY source),
reach AS MATERIALIZED (SELECT source, min(substr(oldest, 1, 7)) AS oldest,
        min(CASE WHEN reached_end = 1 AND pages > 1 THEN '' ELSE substr(oldest, 1, 7) END) AS first_reached,
        coalesce(max(CASE WHEN reached_end = 0 THEN substr(oldest, 1, 7) END), '') AS last_open
    FROM walks GROUP BY source),
spans AS (SELECT k.source, min(k.month) AS month, coalesce(l.last, max(k.month)) AS last
    FROM (SELECT source, month FROM seen UNION ALL SELECT source, oldest FROM reach) k LEFT JOIN looked l ON l.source = k.source
    WHERE k.month >= '1990-01' GROUP BY k.source),
months AS (SELECT source, month, last FROM spans
    UNION ALL SELECT source, strftime('%Y-%m', month || '-01', '+1 month'), last FROM months WHERE month < last),
lost AS MATERIALIZED (SELECT source, failed + max(fetched - stored, 0) AS pages FROM coverage WHERE month = 'undated')
SELECT p.source, p.month,
    CASE WHEN r.articles > 0 THEN 'articles' WHEN c.waiting > 0 THEN 'pages waiting'
        WHEN c.failed > 0 OR c.fetched > 0 THEN 'pages failed'
        WHEN p.month >= w.first_reached AND p.month >= w.last_open AND p.month <= l.last THEN 'no news'
        ELSE 'not reached' END AS state,
    c.listed, c.fetched, c.failed, max(c.fetched - c.stored, 0) AS without_article, c.waiting,
    coalesce(u.pages, 0) AS lost_undated, coalesce(r.articles, 0) AS articles,
    coalesce(r.with_province, 0) AS with_province, coalesce(r.with_year, 0) AS with_year, coalesce(r.words, 0) AS words
FROM (SELECT source, month FROM seen UNION SELECT source, month FROM months) p
LEFT JOIN read r ON r.source IS p.source AND r.month IS p.month
LEFT JOIN coverage c ON c.source = p.source AND c.month = coalesce(p.month, 'undated')
LEFT JOIN reach w ON w.source = p.source LEFT JOIN looked l ON l.source = p.source LEFT JOIN lost u ON u.source = p.source
