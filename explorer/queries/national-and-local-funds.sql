-- Share of national and local funds: how much of the sum of a province and year each purse paid, and how much names none
-- vi: Tỷ trọng vốn quốc gia, vốn địa phương và phần không rõ nguồn
SELECT province, year, vnd / 1e6 AS million_vnd, vnd_national / 1e6 AS national_million_vnd, vnd_local / 1e6 AS local_million_vnd,
       round(100.0 * vnd_national / vnd, 1) AS national_percent, round(100.0 * vnd_local / vnd, 1) AS local_percent,
       round(100.0 * (vnd - vnd_national - vnd_local) / vnd, 1) AS fund_not_known_percent, basis, least_confidence
FROM v_support_by_province_year
WHERE vnd > 0
ORDER BY province, year
