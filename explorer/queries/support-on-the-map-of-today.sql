-- Support on the map of today: the largest reported line of each former province and year, added up to the 34 units since 1 July 2025, and how much of it is sure
-- vi: Kinh phí hỗ trợ theo 34 tỉnh, thành phố từ ngày 1/7/2025
SELECT province_now, group_concat(DISTINCT province) AS reported_as, min(year) AS first_year, max(year) AS last_year,
       sum(figures) AS figures, sum(vnd_largest) / 1e6 AS at_least_million_vnd,
       sum(vnd_largest * (largest_certainty = 'sure')) / 1e6 AS of_it_sure_million_vnd
FROM v_support_by_province_year
GROUP BY province_now
ORDER BY at_least_million_vnd DESC, province_now
