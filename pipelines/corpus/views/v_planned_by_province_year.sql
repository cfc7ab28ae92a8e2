-- kept
-- Single sums of support and budget by province and year: those planned (targets, caps) beside those reported, each counted, the largest of each.
SELECT province, year_from AS year,
    sum(planned) AS planned_figures, max(CASE WHEN planned = 1 THEN vnd_min END) AS largest_planned_vnd,
    sum(planned = 0) AS reported_figures, max(CASE WHEN planned = 0 THEN vnd_min END) AS largest_reported_vnd,
    sum(certainty = 'sure') AS sure_figures
FROM amounts
WHERE kind = 'money' AND role IN ('support', 'budget') AND unit = 'VND' AND province IS NOT NULL
    AND year_from = year_to AND per IS NULL AND vnd_min = vnd_max
GROUP BY province, year_from
