-- Coverage gaps: months without any article of a source, longest first, and whether anybody looked: the ledger says why
-- vi: Khoảng trống: những tháng không có bài của từng nguồn và lý do
WITH RECURSIVE cover AS MATERIALIZED (SELECT source, month, articles, listed, waiting, failed FROM v_coverage WHERE month IS NOT NULL),
spans AS (SELECT source, min(month) AS month, max(month) AS last FROM cover GROUP BY source),
months AS (
    SELECT source, month, last FROM spans
    UNION ALL SELECT source, strftime('%Y-%m', month || '-01', '+1 month'), last FROM months WHERE month < last
),
empty AS (
    SELECT m.source, m.month, c.listed, c.waiting, c.failed,
           12 * substr(m.month, 1, 4) + substr(m.month, 6, 2) - row_number() OVER (PARTITION BY m.source ORDER BY m.month) AS gap
    FROM months m LEFT JOIN cover c ON c.source = m.source AND c.month = m.month
    WHERE coalesce(c.articles, 0) = 0
),
reach AS (SELECT source, min(substr(oldest, 1, 7)) AS oldest, max(reached_end) AS reached_end FROM walks GROUP BY source)
SELECT e.source, min(e.month) AS first_month, max(e.month) AS last_month, count(*) AS months_without,
       sum(coalesce(e.listed, 0)) AS listed, sum(coalesce(e.waiting, 0)) AS waiting, sum(coalesce(e.failed, 0)) AS failed,
       CASE WHEN total(e.waiting) > 0 THEN 'listed, still to be fetched'
            WHEN total(e.failed) > 0 THEN 'listed, could not be fetched'
            WHEN total(e.listed) > 0 THEN 'listed, nothing of it an article'
            WHEN r.source IS NULL THEN 'not known: no listing walked'
            WHEN r.reached_end = 1 OR r.oldest <= min(e.month) THEN 'walked, nothing listed'
            ELSE 'not walked so far back' END AS why
FROM empty e LEFT JOIN reach r ON r.source = e.source
GROUP BY e.source, e.gap
ORDER BY months_without DESC, e.source, first_month
