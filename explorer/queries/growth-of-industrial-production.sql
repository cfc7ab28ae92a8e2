-- Growth of industrial production (IIP) by province and period: months told apart from years, the month before from the same month a year before
-- vi: Chỉ số sản xuất công nghiệp theo tỉnh và kỳ: tháng, lũy kế và năm; so với tháng trước hay cùng kỳ
WITH told AS MATERIALIZED (
    SELECT m.article, m.start, m."end", m.province, m.year_from, m.year_to, m.month_from, m.month_to, m.min, m.change, m.compared_with, m.planned,
           m.surface, m.sentence, m.confidence, a.url, a.text, substr(m.sentence, 1, instr(m.sentence, m.surface) - 1) AS before,
           max(coalesce((SELECT max(p."end") FROM amounts p WHERE p.article = m.article AND p.kind = 'percent' AND p.start < m.start), 0),
               m.start - instr(m.sentence, m.surface) + 1) AS since
    FROM articles_fts f JOIN articles a ON a.id = f.rowid JOIN amounts m ON m.article = a.id
    WHERE articles_fts MATCH '"chi so san xuat" OR "chi so phat trien san xuat" OR "iip"' AND m.kind = 'percent' AND m.measure = 'growth'
      AND NOT EXISTS (SELECT 1 FROM clusters c WHERE c.article = a.id AND c.original != a.id)
),
clause AS (
    SELECT *, substr(text, since + 1, start - since) AS last_words
    FROM told
    WHERE before LIKE '%hỉ số sản xuất%' OR before LIKE '%hỉ số phát triển sản xuất%' OR before LIKE '%IIP%'
),
named AS (
    SELECT *, CASE WHEN last_words LIKE '%hỉ số%' OR last_words LIKE '%IIP%' OR last_words LIKE '%ngành%' THEN last_words ELSE before END AS thing FROM clause
    WHERE last_words NOT LIKE '%giá trị gia tăng%' AND last_words NOT LIKE '%giá trị sản xuất%' AND last_words NOT LIKE '%doanh thu%'
)
SELECT province, CASE WHEN year_from = year_to THEN CAST(year_from AS TEXT) ELSE year_from || '-' || year_to END AS year,
       CASE WHEN year_from IS NULL THEN NULL WHEN month_from IS NULL AND (compared_with = 'month_before' OR before LIKE '%tháng trước%') THEN 'a month not told' WHEN month_from IS NULL THEN 'year' WHEN month_from = month_to THEN 'month ' || month_from
            ELSE 'months ' || month_from || '-' || month_to END AS period,
       CASE change WHEN 'decrease' THEN -min ELSE min END AS percent,
       coalesce(compared_with, CASE WHEN month_from IS NULL AND year_from = year_to THEN 'year_before' END) AS compared_with,
       CASE WHEN thing LIKE '%khai khoáng%' OR thing LIKE '%khai thác%' THEN 'mining' WHEN thing LIKE '%nhóm ngành%' THEN 'one branch'
            WHEN thing LIKE '%chế biến%' THEN 'manufacturing'
            WHEN thing LIKE '%cung cấp nước%' THEN 'water' WHEN thing LIKE '%phân phối điện%' THEN 'electricity'
            WHEN thing LIKE '%sản xuất công nghiệp%' OR thing LIKE '%ngành công nghiệp%' OR thing LIKE '%toàn ngành%' OR thing LIKE '%của ngành%' OR thing LIKE '%lĩnh vực công nghiệp%'
                OR (thing LIKE '%IIP%' AND thing NOT LIKE '%ngành%') THEN 'all industry'
            ELSE 'one branch' END AS of_what,
       planned, confidence, trim(last_words || surface) AS words, sentence, url
FROM named
ORDER BY province, year_from, year_to, coalesce(month_to - month_from, 12), month_to, url, start
LIMIT 1000
