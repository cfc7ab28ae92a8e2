-- needs: clusters
-- Money of programme support by province and year. lines: those of a named programme that may be added up; each is held against
-- the counted line that it is a part of (whole): with the same province and year it is left out.
WITH lines AS MATERIALIZED (
    SELECT s.article, s.amount_start, s.programme, s.fund, s.projects, a.province, a.year_from AS year, a.vnd_min AS vnd, a.part_of
    FROM supports s JOIN amounts a ON a.article = s.article AND a.start = s.amount_start
    WHERE s.programme IS NOT NULL AND a.unit = 'VND' AND a.year_from = a.year_to AND a.vnd_min = a.vnd_max AND a.per IS NULL
        AND a.planned = 0 AND s.article NOT IN (SELECT article FROM clusters WHERE cluster != article))
SELECT m.province, n.name_now AS province_now, m.year,
    m.figures, m.articles, m.vnd_total, m.vnd_total / m.figures AS vnd_mean, m.vnd_largest
FROM (SELECT l.province, l.year, count(*) AS figures, count(DISTINCT l.article) AS articles,
        sum(l.vnd) AS vnd_total, max(l.vnd) AS vnd_largest
    FROM lines l LEFT JOIN lines whole ON whole.article = l.article AND whole.amount_start = l.part_of
        AND whole.province = l.province AND whole.year = l.year
    WHERE l.province IS NOT NULL AND whole.article IS NULL
    GROUP BY l.province, l.year) m
LEFT JOIN province_names n ON n.name = m.province
