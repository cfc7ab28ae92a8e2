-- Figures that are only hedged: about, nearly, over, under
SELECT m.approx, m.surface, m.role, m.province, m.year_from AS year, a.title, a.url
FROM amounts m JOIN articles a ON a.id = m.article
WHERE m.kind = 'money' AND m.approx IS NOT NULL
ORDER BY m.approx, m.vnd_min DESC, a.url, m.start
