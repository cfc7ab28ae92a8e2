-- Mean support per project: lines that report both the number of projects or beneficiaries and the amount
-- vi: Hỗ trợ bình quân mỗi đề án hoặc cơ sở
WITH lines AS MATERIALIZED (
    SELECT s.rowid AS line, m.article, m.start, m."end",
           round(m.vnd_min / 1e6 / coalesce(s.projects, s.beneficiaries), 3) AS million_vnd_each
    FROM supports s CROSS JOIN amounts m ON m.article = s.article AND m.start = s.amount_start
    WHERE coalesce(s.projects, s.beneficiaries) > 0 AND m.per IS NULL AND m.vnd_min = m.vnd_max AND m.planned = 0 AND s.payer = 'state'
    ORDER BY 5 DESC, 2, 3 LIMIT 500
)
SELECT m.province, m.year_from, m.year_to, s.programme, s.projects, s.beneficiaries,
       m.vnd_min / 1e6 AS million_vnd, million_vnd_each, m.confidence, s.sentence, a.url
FROM lines
JOIN supports s ON s.rowid = lines.line
JOIN amounts m USING (article, start, "end")
JOIN articles a ON a.id = m.article
ORDER BY million_vnd_each DESC, a.url, m.start
