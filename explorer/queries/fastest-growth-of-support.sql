-- Provinces with the fastest growth of support: a programme's sum of a year against that of the last year with one; what can be compared first, else caution says why not
-- vi: Tỉnh có mức hỗ trợ tăng nhanh nhất, theo chương trình; cột Lưu ý nêu vì sao hai năm khó so sánh
WITH whole AS MATERIALIZED (
    SELECT province, year, programme, max(has_total) AS total FROM v_support_reports GROUP BY province, year, programme
),
yearly AS (
    SELECT province, programme, year, vnd, stage, basis, least_confidence, total, partial,
           lag(year) OVER w AS year_before, lag(vnd) OVER w AS vnd_before, lag(stage) OVER w AS stage_before, lag(basis) OVER w AS basis_before,
           lag(total) OVER w AS total_before, lag(partial) OVER w AS partial_before, lag(least_confidence) OVER w AS confidence_before
    FROM v_support_by_programme JOIN whole USING (province, year, programme)
    WHERE vnd IS NOT NULL
    WINDOW w AS (PARTITION BY province, programme ORDER BY year)
)
SELECT province, programme, year_before, vnd_before / 1e6 AS million_vnd_before, basis_before, year, vnd / 1e6 AS million_vnd, basis,
       round(1.0 * vnd / vnd_before, 2) AS times,
       CASE WHEN partial OR partial_before THEN 'months, not a year' WHEN NOT total OR NOT total_before THEN 'grants told alone, not a total'
            WHEN stage != stage_before THEN 'one approved, one reported' END AS caution,
       min(confidence_before, least_confidence) AS least_confidence
FROM yearly
WHERE vnd_before > 0
ORDER BY caution IS NOT NULL, 1.0 * vnd / vnd_before DESC, province, programme, year
