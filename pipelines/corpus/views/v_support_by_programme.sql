-- needs: clusters
-- Money of programme support by province, year, fund and programme. lines as in v_support_by_province_year; a part is left out
-- only if its whole has the same fund, and from vnd_across_funds always. place: 1 for the largest. CROSS JOIN:
-- SQLite takes the amount of each line by its key, not every amount of the article for every line.
WITH lines AS MATERIALIZED (
    SELECT s.article, s.amount_start, s.programme, s.fund, s.projects, a.province, a.year_from AS year, a.vnd_min AS vnd, a.part_of,
        a.confidence, a.certainty
    FROM supports s CROSS JOIN amounts a ON a.article = s.article AND a.start = s.amount_start
    WHERE s.programme IS NOT NULL AND a.unit = 'VND' AND a.year_from = a.year_to AND a.vnd_min = a.vnd_max AND a.per IS NULL
        AND a.planned = 0 AND s.article NOT IN (SELECT article FROM clusters WHERE cluster != article)),
kept AS (SELECT l.*, whole.article IS NOT NULL AS is_part,
        row_number() OVER (PARTITION BY l.province, l.year, l.fund, l.programme ORDER BY l.vnd DESC, l.confidence DESC) AS place
    FROM lines l LEFT JOIN lines whole ON whole.article = l.article AND whole.amount_start = l.part_of
    WHERE whole.article IS NULL OR whole.fund IS NOT l.fund)
SELECT m.province, n.name_now AS province_now, m.year, m.fund, m.programme, m.figures, m.articles, m.projects,
    m.vnd_total, m.vnd_sure, round(1.0 * m.vnd_sure / m.vnd_total, 3) AS sure_share, m.vnd_across_funds,
    m.vnd_largest, m.largest_confidence, m.largest_certainty
FROM (SELECT province, year, fund, programme, count(*) AS figures, count(DISTINCT article) AS articles, sum(projects) AS projects,
        sum(vnd) AS vnd_total, sum(vnd * (certainty = 'sure')) AS vnd_sure,
        sum(CASE WHEN is_part THEN 0 ELSE vnd END) AS vnd_across_funds, max(vnd) AS vnd_largest,
        max(CASE WHEN place = 1 THEN confidence END) AS largest_confidence, max(CASE WHEN place = 1 THEN certainty END) AS largest_certainty
    FROM kept GROUP BY province, year, fund, programme) m
LEFT JOIN province_names n ON n.name = m.province
