-- Export turnover by province and year as reported: the largest figure, with its sentence
-- vi: Kim ngạch xuất khẩu theo tỉnh và năm như các bài nêu
SELECT m.province, m.year_from AS year, count(*) AS figures, max(m.min) / 1000000 AS largest_million_usd, m.surface, m.approx, m.sentence, a.url
FROM amounts m JOIN articles a ON a.id = m.article
WHERE m.kind = 'money' AND m.role = 'trade' AND m.unit = 'USD' AND m.province IS NOT NULL AND m.year_from = m.year_to AND m.per IS NULL
  AND m.sentence LIKE '%xuất khẩu%'
GROUP BY m.province, m.year_from
ORDER BY m.province, m.year_from
