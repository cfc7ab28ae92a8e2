-- Planned against reported: support and budget figures of one province and year, plans, targets and caps beside what was reported
-- vi: Kế hoạch so với báo cáo thực hiện
SELECT province, year_from AS year,
       sum(planned) AS planned_figures, max(CASE WHEN planned = 1 THEN vnd_min END) / 1e6 AS largest_planned_million_vnd,
       sum(planned = 0) AS reported_figures, max(CASE WHEN planned = 0 THEN vnd_min END) / 1e6 AS largest_reported_million_vnd,
       sum(certainty = 'sure') AS sure_figures
FROM amounts
WHERE kind = 'money' AND role IN ('support', 'budget') AND unit = 'VND' AND province IS NOT NULL
  AND year_from = year_to AND per IS NULL AND vnd_min = vnd_max
GROUP BY province, year_from
HAVING sum(planned) > 0
ORDER BY province, year
