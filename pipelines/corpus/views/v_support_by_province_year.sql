-- needs: clusters
-- Money of programme support by province and year. lines: those of a named programme that may be added up; each is held against
-- the counted line that it is a part of (whole): with the same province and year it is left out. place: 1 for the largest. CROSS JOIN:
-- SQLite takes the amount of each line by its key, not every amount of the article for every line.
WITH lines AS MATERIALIZED (
    SELECT s.article, s.amount_start, s.programme, s.fund, s.projects, a.province, a.year_from AS year, a.vnd_min AS vnd, a.part_of,
        a.confidence, a.certainty
    FROM supports s CROSS JOIN amounts a ON a.article = s.article AND a.start = s.amount_start
    WHERE s.programme IS NOT NULL AND a.unit = 'VND' AND a.year_from = a.year_to AND a.vnd_min = a.vnd_max AND a.per IS NULL
        AND a.planned = 0 AND s.article NOT IN (SELECT article FROM clusters WHERE cluster != article)),
kept AS (SELECT l.*, row_number() OVER (PARTITION BY l.province, l.year ORDER BY l.vnd DESC, l.confidence DESC) AS place
    FROM lines l LEFT JOIN lines whole ON whole.article = l.article AND whole.amount_start = l.part_of
        AND whole.province = l.province AND whole.year = l.year
    WHERE l.province IS NOT NULL AND whole.article IS NULL)
SELECT m.province, n.name_now AS province_now, m.year,
    m.figures, m.articles, m.vnd_total, m.vnd_sure, round(1.0 * m.vnd_sure / m.vnd_total, 3) AS sure_share,
    m.vnd_total / m.figures AS vnd_mean, m.vnd_largest, m.largest_confidence, m.largest_certainty
FROM (SELECT province, year, count(*) AS figures, count(DISTINCT article) AS articles,
        sum(vnd) AS vnd_total, sum(vnd * (certainty = 'sure')) AS vnd_sure, max(vnd) AS vnd_largest,
        max(CASE WHEN place = 1 THEN confidence END) AS largest_confidence, max(CASE WHEN place = 1 THEN certainty END) AS largest_certainty
    FROM kept GROUP BY province, year) m
LEFT JOIN province_names n ON n.name = m.province
