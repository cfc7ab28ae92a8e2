-- Export turnover by province and year as reported: the largest figure, with its sentence (:flow import, both or balance: those)
-- vi: Kim ngạch xuất khẩu theo tỉnh và năm như các bài nêu
SELECT m.province, m.year_from AS year, count(*) AS figures, max(m.min) / 1e6 AS largest_million_usd, m.confidence,
       m.surface, m.approx, m.sentence, a.url
FROM amounts m JOIN articles a ON a.id = m.article
WHERE m.flow = coalesce(nullif(:flow, ''), 'export') AND m.kind = 'money' AND m.unit = 'USD' AND m.planned = 0 AND m.role = 'trade'
  AND m.province IS NOT NULL AND m.year_from = m.year_to AND m.per IS NULL
GROUP BY m.province, m.year_from
ORDER BY m.province, m.year_from
