-- Penalties, what rules threaten, goods found and money paid back, by province and year or span of years: told apart, never one sum
-- vi: Tiền phạt, mức phạt theo quy định, trị giá hàng vi phạm và tiền thu hồi theo tỉnh và năm: tách riêng, không cộng chung
SELECT province, year_from, year_to, coalesce(measure, 'not told') AS measure, count(*) AS figures, sum(certainty = 'sure') AS sure_figures,
       count(DISTINCT article) AS articles, min(vnd_min) / 1e6 AS smallest_million_vnd, max(vnd_max) / 1e6 AS largest_million_vnd
FROM amounts
WHERE kind = 'money' AND role = 'fine' AND unit = 'VND' AND per IS NULL
GROUP BY province, year_from, year_to, amounts.measure
ORDER BY province, year_from, year_to, coalesce(amounts.measure, '') = 'penalty' DESC, 4
