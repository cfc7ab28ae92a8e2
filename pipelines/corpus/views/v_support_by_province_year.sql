-- needs: clusters
-- kept
-- Programme support by province and year: the programmes of v_support_by_programme added up, with what the sum rests on. Where nothing may
-- be added, vnd is NULL and basis says why; a span of years has no year and is never split.
WITH summed AS (
    SELECT province, year, year AS year_from, year AS year_to, sum(vnd) AS vnd, sum(vnd_national) AS vnd_national, sum(vnd_local) AS vnd_local,
        sum(min(vnd_low, vnd)) AS vnd_low, sum(max(vnd_high, vnd)) AS vnd_high, sum(reports) AS reports,
        sum(figures) AS figures, sum(vnd_sure) AS vnd_sure, min(least_confidence) AS least_confidence,
        CASE WHEN count(certainty) < count(*) THEN NULL WHEN max(certainty = 'unsure') THEN 'unsure'
            WHEN max(certainty = 'doubtful') THEN 'doubtful' ELSE 'sure' END AS certainty,
        CASE WHEN min(province_from) = max(province_from) THEN min(province_from) ELSE 'text and ' || min(nullif(province_from, 'text')) END AS province_from,
        max(partial) AS partial, group_concat(basis, '; ') AS basis
    FROM (SELECT * FROM v_support_by_programme ORDER BY programme) GROUP BY province, year),
left_out AS (
    SELECT coalesce(s.province, a.province) AS province,
        CASE WHEN a.year_from = a.year_to AND s.why_not != 'several_years' THEN a.year_from END AS year, a.year_from, a.year_to,
        count(*) AS figures, group_concat(DISTINCT s.why_not) AS reasons
    FROM supports s CROSS JOIN amounts a ON a.article = s.article AND a.start = s.amount_start
    WHERE s.counts_in_sum = 0 AND s.why_not IN ('planned', 'proposed', 'several_years', 'rate', 'mean', 'range', 'cap') AND s.payer = 'state'
        AND s.programme IS NOT NULL AND a.year_from IS NOT NULL AND s.article NOT IN (SELECT article FROM clusters WHERE cluster != article)
    GROUP BY 1, 2, 3, 4)
SELECT m.province, n.name_now AS province_now, CAST(m.year AS INTEGER) AS year, m.year_from, m.year_to, m.vnd, m.basis, m.vnd_low, m.vnd_high, m.vnd_national, m.vnd_local,
    m.reports, m.figures, m.vnd_sure, round(1.0 * m.vnd_sure / m.vnd, 3) AS sure_share, m.least_confidence, m.certainty, m.province_from, m.partial
FROM (SELECT * FROM summed UNION ALL
    SELECT l.province, l.year, l.year_from, l.year_to, NULL, NULL, NULL, NULL, NULL, 0, l.figures, NULL, NULL, NULL, NULL, 0,
        'not added up: ' || replace(l.reasons, ',', ', ')
    FROM left_out l WHERE l.province IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM summed k WHERE k.province = l.province AND k.year = l.year)) m
LEFT JOIN province_names n ON n.name = m.province
