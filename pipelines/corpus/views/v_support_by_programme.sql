-- needs: clusters
-- kept
-- Programme support by province, year and programme, split by purse. Of several reports those of the best stage are taken; where one of them
-- gives a total the largest report stands (or the largest of each purse together), grants told alone are added, equal reports once.
WITH taken AS (
    SELECT *, min(stage_rank) OVER (PARTITION BY province, year, programme) AS best, row_number() OVER (
        PARTITION BY province, year, programme, stage_rank, vnd ORDER BY article) AS again,
        max(has_total) OVER (PARTITION BY province, year, programme, stage_rank) AS any_total
    FROM v_support_reports),
summed AS (
    SELECT province, year, programme, min(stage) AS stage, count(*) AS reports, sum(figures) AS figures, max(has_total) AS has_total,
        coalesce(min(CASE WHEN has_total THEN partial END), 0) AS partial, min(province_from) AS province_from, min(CASE WHEN has_total OR NOT any_total THEN vnd END) AS vnd_low, max(vnd) AS vnd_high,
        max(max(vnd), max(vnd_national) + max(vnd_local)) AS vnd_at_most_told, sum(CASE WHEN again = 1 THEN vnd END) AS vnd_added,
        max(vnd_national) AS national_highest, max(vnd_local) AS local_highest,
        sum(CASE WHEN again = 1 THEN vnd_national END) AS national_added, sum(CASE WHEN again = 1 THEN vnd_local END) AS local_added,
        max(projects) AS projects, sum(vnd_sure) AS vnd_sure, min(least_confidence) AS least_confidence,
        CASE WHEN count(certainty) < count(*) THEN NULL WHEN max(certainty = 'unsure') THEN 'unsure'
            WHEN max(certainty = 'doubtful') THEN 'doubtful' ELSE 'sure' END AS certainty
    FROM taken WHERE stage_rank = best GROUP BY province, year, programme)
SELECT m.province, n.name_now AS province_now, CAST(m.year AS INTEGER) AS year, m.programme, m.stage,
    CASE WHEN has_total THEN vnd_at_most_told ELSE vnd_added END AS vnd,
    CASE WHEN has_total THEN national_highest ELSE national_added END AS vnd_national,
    CASE WHEN has_total THEN local_highest ELSE local_added END AS vnd_local,
    CASE WHEN has_total THEN m.vnd_low ELSE vnd_added END AS vnd_low, CASE WHEN has_total THEN m.vnd_high ELSE vnd_added END AS vnd_high,
    m.reports, m.figures, m.projects,
    CASE WHEN has_total THEN min(m.vnd_sure, vnd_at_most_told) ELSE min(m.vnd_sure, vnd_added) END AS vnd_sure, m.least_confidence, m.certainty, m.province_from, m.partial,
    m.programme || ': ' || m.stage || CASE WHEN m.partial THEN ' for a part of the year' ELSE '' END
        || CASE WHEN m.reports = 1 THEN ', 1 report' WHEN m.has_total THEN ', largest of ' || m.reports || ' reports'
            ELSE ', grants of ' || m.reports || ' reports added' END
        || CASE WHEN m.province_from = 'text' THEN '' ELSE ', province from ' || m.province_from END AS basis
FROM summed m LEFT JOIN province_names n ON n.name = m.province
