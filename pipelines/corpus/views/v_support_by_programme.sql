-- needs: clusters
-- Money of programme support by province, year, fund and programme. lines as in v_support_by_province_year; a part is left out
-- only if its whole has the same fund, and from vnd_across_funds always.
WITH lines AS MATERIALIZED (
    SELECT s.article, s.amount_start, s.programme, s.fund, s.projects, a.province, a.year_from AS year, a.vnd_min AS vnd, a.part_of
    FROM supports s JOIN amounts a ON a.article = s.article AND a.start = s.amount_start
    WHERE s.programme IS NOT NULL AND a.unit = 'VND' AND a.year_from = a.year_to AND a.vnd_min = a.vnd_max AND a.per IS NULL
        AND a.planned = 0 AND s.article NOT IN (SELECT article FROM clusters WHERE cluster != article))
SELECT m.province, n.name_now AS province_now, m.year, m.fund, m.programme,
    m.figures, m.articles, m.projects, m.vnd_total, m.vnd_across_funds, m.vnd_largest
FROM (SELECT l.province, l.year, l.fund, l.programme, count(*) AS figures, count(DISTINCT l.article) AS articles,
        sum(l.projects) AS projects, sum(l.vnd) AS vnd_total,
        sum(CASE WHEN whole.article IS NULL THEN l.vnd ELSE 0 END) AS vnd_across_funds, max(l.vnd) AS vnd_largest
    FROM lines l LEFT JOIN lines whole ON whole.article = l.article AND whole.amount_start = l.part_of
    WHERE whole.article IS NULL OR whole.fund IS NOT l.fund
    GROUP BY l.province, l.year, l.fund, l.programme) m
LEFT JOIN province_names n ON n.name = m.province
