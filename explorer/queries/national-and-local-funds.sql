-- Share of national and local funds: the largest reported line of each fund by province and year, how much names no fund, how sure the least sure is
-- vi: Tỷ trọng vốn quốc gia, vốn địa phương và phần không rõ nguồn
WITH by_fund AS (
    SELECT province, year,
           coalesce(max(CASE WHEN fund = 'national' THEN vnd_largest END), 0) AS national,
           coalesce(max(CASE WHEN fund = 'local' THEN vnd_largest END), 0) AS local,
           coalesce(max(CASE WHEN fund IS NULL THEN vnd_largest END), 0) AS fund_not_named,
           min(largest_confidence) AS least_confidence
    FROM v_support_by_programme
    WHERE province IS NOT NULL
    GROUP BY province, year
),
known AS (SELECT *, 1.0 * max(national + local, fund_not_named) AS at_least FROM by_fund)
SELECT province, year, at_least / 1e6 AS at_least_million_vnd, national / 1e6 AS national_million_vnd, local / 1e6 AS local_million_vnd,
       round(100 * national / at_least, 1) AS national_percent, round(100 * local / at_least, 1) AS local_percent,
       round(100 * (at_least - national - local) / at_least, 1) AS fund_not_known_percent, least_confidence
FROM known
WHERE at_least > 0
ORDER BY province, year
