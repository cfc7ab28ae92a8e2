-- Support by province and year: lines of named programmes; the sum may hold a total and what was paid of it, and only a part of it is sure
-- vi: Kinh phí hỗ trợ theo tỉnh và năm
SELECT province, province_now, year, figures, articles, vnd_largest / 1e6 AS largest_million_vnd, largest_confidence,
       vnd_total / 1e6 AS sum_million_vnd, vnd_sure / 1e6 AS of_it_sure_million_vnd, round(100 * sure_share) AS sure_percent
FROM v_support_by_province_year
ORDER BY province, year
