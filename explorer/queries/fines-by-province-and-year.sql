-- Fines and seized goods by province and year, or span of years
-- vi: Tiền phạt và hàng tịch thu theo tỉnh và năm
SELECT province, year_from, year_to, count(*) AS figures, sum(certainty = 'sure') AS sure_figures, count(DISTINCT article) AS articles,
       min(vnd_min) / 1e6 AS smallest_million_vnd, max(vnd_max) / 1e6 AS largest_million_vnd
FROM amounts
WHERE kind = 'money' AND role = 'fine' AND unit = 'VND' AND per IS NULL
GROUP BY province, year_from, year_to
ORDER BY province, year_from, year_to
