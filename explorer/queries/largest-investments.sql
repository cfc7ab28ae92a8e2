-- The largest investments reported, with province then and now
-- vi: Những khoản đầu tư lớn nhất được nêu
WITH largest AS MATERIALIZED (
    SELECT article, start, "end" FROM amounts
    WHERE kind = 'money' AND role = 'investment' AND unit = 'VND' AND per IS NULL
    ORDER BY vnd_min DESC, article, start LIMIT 50
)
SELECT m.province, n.name_now AS province_now, m.year_from, m.year_to, m.vnd_min / 1e9 AS billion_vnd, m.surface, m.approx, m.planned, m.confidence, m.sentence, a.url
FROM largest
JOIN amounts m USING (article, start, "end")
JOIN articles a ON a.id = m.article
LEFT JOIN province_names n ON n.name = m.province
ORDER BY m.vnd_min DESC, a.url, m.start
