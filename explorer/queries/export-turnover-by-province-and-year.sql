-- Export turnover by province and year: totals of full years with what they rest on; months, goods and gates are told apart (:flow import, both, balance, industrial_output: those)
-- vi: Kim ngạch xuất khẩu theo tỉnh và năm: chỉ số liệu cả năm của toàn tỉnh
SELECT province, province_now, coalesce(CAST(year AS TEXT), year_from || '-' || year_to) AS year, amount / 1e6 AS million, unit, partial, basis,
       amount_low / 1e6 AS lowest_report, amount_high / 1e6 AS highest_report, figures, left_out, least_confidence
FROM v_trade_output_by_province_year
WHERE measure = coalesce(nullif(:flow, ''), 'export')
ORDER BY province, year_from, year_to, unit
