-- Support on the map of today: the sums of the former provinces and their years, added up to the 34 units since 1 July 2025, and how much of it is sure
-- vi: Kinh phí hỗ trợ theo 34 tỉnh, thành phố từ ngày 1/7/2025
SELECT province_now, group_concat(DISTINCT province) AS reported_as, min(year) AS first_year, max(year) AS last_year,
       sum(figures) AS figures, sum(vnd) / 1e6 AS million_vnd, sum(vnd_sure) / 1e6 AS of_it_sure_million_vnd
FROM v_support_by_province_year
WHERE vnd IS NOT NULL
GROUP BY province_now
ORDER BY million_vnd DESC, province_now
