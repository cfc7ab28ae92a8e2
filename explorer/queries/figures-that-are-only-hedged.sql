-- Figures that are only hedged: about, nearly, over, under; the largest first
-- vi: Con số chỉ nêu ước chừng (khoảng, gần, hơn, dưới)
SELECT m.approx, m.surface, m.role, m.province, m.year_from AS year, a.title, m.sentence, a.url
FROM amounts m JOIN articles a ON a.id = m.article
WHERE m.approx IS NOT NULL AND m.unit = 'VND'
ORDER BY m.vnd_min DESC, m.article DESC, m.start DESC
LIMIT 200
