-- Planned against reported: support and budget figures of one province and year, plans, targets and caps beside what was reported
-- vi: Kế hoạch so với báo cáo thực hiện
SELECT province, year, planned_figures, largest_planned_vnd / 1e6 AS largest_planned_million_vnd,
       reported_figures, largest_reported_vnd / 1e6 AS largest_reported_million_vnd, sure_figures
FROM v_planned_by_province_year
WHERE planned_figures > 0
ORDER BY province, year
