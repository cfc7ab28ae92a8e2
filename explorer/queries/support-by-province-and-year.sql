-- Support by province and year: what articles say was given, single values of single years, no rates
-- vi: Kinh phí hỗ trợ theo tỉnh và năm
SELECT province, province_now, year, figures, articles, vnd_total / 1000000 AS million_vnd, vnd_largest / 1000000 AS largest_million_vnd
FROM v_support_by_province_year
ORDER BY province, year
