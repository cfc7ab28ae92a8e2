-- Figures that are only hedged: about, nearly, over, under; đồng first, then every other currency by itself, the 50 largest of each
-- vi: Số liệu chỉ nêu ước chừng (khoảng, gần, hơn, dưới)
WITH dong AS MATERIALIZED (
    SELECT article, start, "end", unit, min FROM amounts WHERE approx IS NOT NULL AND kind = 'money' AND unit = 'VND'
    ORDER BY min DESC, approx DESC, article DESC, start DESC LIMIT 50
),
foreign_money AS MATERIALIZED (
    SELECT article, start, "end", row_number() OVER (PARTITION BY unit ORDER BY min DESC, article DESC, start DESC) AS place
    FROM amounts WHERE approx IS NOT NULL AND kind = 'money' AND (unit < 'VND' OR unit > 'VND')
),
largest AS (
    SELECT article, start, "end", row_number() OVER (ORDER BY min DESC, article DESC, start DESC) AS place FROM dong
    UNION ALL SELECT * FROM foreign_money WHERE place <= 50
)
SELECT m.unit AS currency, place, m.approx, m.surface, m.role, m.province, m.year_from, m.year_to, m.confidence, a.title, m.sentence, a.url
FROM largest
JOIN amounts m USING (article, start, "end")
JOIN articles a ON a.id = m.article
ORDER BY m.unit != 'VND', m.unit, place
