-- Provinces with the fastest growth of support: largest figure of a year against that of the last year with a figure; as sure as the less sure of the two
-- vi: Tỉnh có mức hỗ trợ tăng nhanh nhất
WITH yearly AS (
    SELECT province, year, vnd_largest, largest_confidence,
           lag(year) OVER w AS year_before, lag(vnd_largest) OVER w AS vnd_before, lag(largest_confidence) OVER w AS confidence_before
    FROM v_support_by_province_year
    WINDOW w AS (PARTITION BY province ORDER BY year)
)
SELECT province, year_before, vnd_before / 1e6 AS million_vnd_before, year, vnd_largest / 1e6 AS million_vnd,
       round(1.0 * vnd_largest / vnd_before, 2) AS times, min(confidence_before, largest_confidence) AS least_confidence
FROM yearly
WHERE vnd_before > 0
ORDER BY 1.0 * vnd_largest / vnd_before DESC, province, year
