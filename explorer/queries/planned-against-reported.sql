-- Planned against reported: support and budget figures of one province and year, those of plans beside those of reports
-- vi: Kế hoạch so với báo cáo thực hiện
WITH figures AS MATERIALIZED (
    SELECT m.province, m.year_from AS year, m.vnd_min AS vnd,
           EXISTS (SELECT 1 FROM years y INDEXED BY years_planned WHERE y.plan = 1 AND y.article = m.article AND y.year_from <= m.year_from AND y.year_to >= m.year_from) AS planned
    FROM amounts m
    WHERE m.kind = 'money' AND m.role IN ('support', 'budget') AND m.unit = 'VND' AND m.province IS NOT NULL
      AND m.year_from = m.year_to AND m.per IS NULL AND m.vnd_min = m.vnd_max
)
SELECT province, year, sum(planned) AS planned_figures, max(CASE WHEN planned THEN vnd END) / 1000000 AS largest_planned_million_vnd,
       sum(NOT planned) AS reported_figures, max(CASE WHEN NOT planned THEN vnd END) / 1000000 AS largest_reported_million_vnd
FROM figures
GROUP BY province, year
HAVING sum(planned) > 0
ORDER BY province, year
