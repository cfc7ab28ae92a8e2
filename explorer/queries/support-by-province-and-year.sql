-- Support by province and year: what public programmes gave, what each sum rests on, and why some years have none
-- vi: Kinh phí hỗ trợ theo tỉnh và năm, dựa trên những khoản nào
SELECT province, province_now, coalesce(CAST(year AS TEXT), year_from || '-' || year_to) AS year, vnd / 1e6 AS million_vnd, basis,
       vnd_low / 1e6 AS lowest_report_million_vnd, vnd_high / 1e6 AS highest_report_million_vnd, reports, figures,
       vnd_sure / 1e6 AS of_it_sure_million_vnd, round(100 * sure_share) AS sure_percent, least_confidence
FROM v_support_by_province_year
ORDER BY province, year_from, year_to
