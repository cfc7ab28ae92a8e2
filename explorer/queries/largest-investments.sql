-- The largest investments reported, with province then and now: the 50 largest in đồng, then those in every other currency by itself
-- vi: Những khoản đầu tư lớn nhất được nêu, đồng trước, rồi từng ngoại tệ
WITH dong AS MATERIALIZED (
    SELECT article, start, "end", row_number() OVER (ORDER BY vnd_min DESC, article, start) AS place FROM (
        SELECT article, start, "end", vnd_min FROM amounts
        WHERE kind = 'money' AND +role = 'investment' AND +unit = 'VND' AND per IS NULL AND vnd_min IS NOT NULL
        ORDER BY vnd_min DESC, article, start LIMIT 50)
),
foreign_money AS MATERIALIZED (
    SELECT article, start, "end", row_number() OVER (PARTITION BY unit ORDER BY min DESC, article, start) AS place
    FROM amounts WHERE kind = 'money' AND role = 'investment' AND (unit < 'VND' OR unit > 'VND') AND per IS NULL
),
largest AS (SELECT * FROM dong UNION ALL SELECT * FROM foreign_money WHERE place <= 50)
SELECT m.unit AS currency, place, m.province, n.name_now AS province_now, m.year_from, m.year_to, m.vnd_min / 1e9 AS billion_vnd,
       CASE WHEN m.unit != 'VND' THEN m.min / 1e6 END AS million_in_currency, m.surface, m.approx, m.planned, m.confidence, m.sentence, a.url
FROM largest
JOIN amounts m USING (article, start, "end")
JOIN articles a ON a.id = m.article
LEFT JOIN province_names n ON n.name = m.province
ORDER BY m.unit != 'VND', m.unit, place
