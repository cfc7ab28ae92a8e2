-- Budget lines with their sentence: every figure with the words it stands in and the page it comes from
-- vi: Các khoản ngân sách kèm câu văn và liên kết
SELECT m.province, m.year_from, m.year_to, m.surface, m.approx, m.per, m.planned, m.confidence, m.sentence, a.url
FROM amounts m JOIN articles a ON a.id = m.article
WHERE m.kind = 'money' AND m.role = 'budget' AND m.unit = 'VND'
ORDER BY m.province, m.year_from, m.year_to
LIMIT 500
