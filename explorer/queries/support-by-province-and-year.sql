-- Support by province and year: what articles say was given, in million VND, single values only
SELECT m.province, m.year_from AS year, count(*) AS figures, sum(m.vnd_min) / 1000000 AS million_vnd
FROM amounts m
WHERE m.role = 'support' AND m.unit = 'VND' AND m.per IS NULL AND m.min = m.max AND m.province IS NOT NULL AND m.year_from = m.year_to
GROUP BY m.province, m.year_from
ORDER BY m.province, year
