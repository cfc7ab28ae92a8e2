-- Provinces with the fastest growth of support: the sum of a year against that of the last year with one; as sure as the less sure of the two
-- vi: Tỉnh có mức hỗ trợ tăng nhanh nhất
WITH yearly AS (
    SELECT province, year, vnd, basis, least_confidence,
           lag(year) OVER w AS year_before, lag(vnd) OVER w AS vnd_before, lag(basis) OVER w AS basis_before,
           lag(least_confidence) OVER w AS confidence_before
    FROM v_support_by_province_year
    WHERE vnd IS NOT NULL
    WINDOW w AS (PARTITION BY province ORDER BY year)
)
SELECT province, year_before, vnd_before / 1e6 AS million_vnd_before, basis_before, year, vnd / 1e6 AS million_vnd, basis,
       round(1.0 * vnd / vnd_before, 2) AS times, min(confidence_before, least_confidence) AS least_confidence
FROM yearly
WHERE vnd_before > 0
ORDER BY 1.0 * vnd / vnd_before DESC, province, year
