-- Articles that may contradict each other: totals of one province, year and role that differ by less than a third; an unsure one may be misread
-- vi: Các bài có thể mâu thuẫn nhau về cùng một số liệu
SELECT m.province, m.year_from AS year, m.role, m.surface, n.surface AS other_surface,
       round(100.0 * (n.vnd_min - m.vnd_min) / m.vnd_min, 1) AS percent_apart,
       m.confidence, n.confidence AS other_confidence, m.sentence, n.sentence AS other_sentence, a.url, b.url AS other_url
FROM amounts m
JOIN amounts n ON n.kind = 'money' AND n.role = m.role AND n.unit = 'VND' AND n.province = m.province
    AND n.year_from = m.year_from AND n.year_to = m.year_to AND n.per IS NULL
    AND n.vnd_min > m.vnd_min AND n.vnd_min < m.vnd_min * 4 / 3 AND n.article != m.article AND n.planned = m.planned
JOIN articles a ON a.id = m.article
JOIN articles b ON b.id = n.article
WHERE m.kind = 'money' AND m.role IN ('support', 'budget', 'output', 'trade', 'tax', 'investment') AND m.unit = 'VND'
  AND m.province IS NOT NULL AND m.year_from = m.year_to AND m.per IS NULL AND m.vnd_min >= 1000000000
LIMIT 200
