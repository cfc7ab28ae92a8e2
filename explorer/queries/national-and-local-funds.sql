-- Share of national and local funds: reported support by year, by the fund that the line of support names
-- vi: Tỷ trọng vốn quốc gia và vốn địa phương
SELECT year,
       sum(CASE WHEN fund = 'national' THEN figures ELSE 0 END) AS national_figures,
       sum(CASE WHEN fund = 'national' THEN vnd_total ELSE 0 END) / 1000000 AS national_million_vnd,
       sum(CASE WHEN fund = 'local' THEN figures ELSE 0 END) AS local_figures,
       sum(CASE WHEN fund = 'local' THEN vnd_total ELSE 0 END) / 1000000 AS local_million_vnd,
       round(100.0 * sum(CASE WHEN fund = 'national' THEN vnd_total ELSE 0 END) / sum(vnd_total), 1) AS national_percent
FROM v_support_by_programme
WHERE fund IS NOT NULL
GROUP BY year
ORDER BY year
