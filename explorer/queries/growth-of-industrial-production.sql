-- Growth of industrial production (IIP) by province and period: months told apart from years, the month before from the same month a year before
-- vi: Chỉ số sản xuất công nghiệp theo tỉnh và kỳ: tháng, lũy kế và năm; so với tháng trước hay cùng kỳ
WITH told AS MATERIALIZED (
    SELECT m.article, m.start, m.province, m.year_from, m.year_to, m.month_from, m.month_to, m.min, m.change, m.planned, m.surface, m.sentence, m.confidence, a.url,
           substr(m.sentence, 1, instr(m.sentence, m.surface) - 1) AS before, substr(a.text, m."end" + 1, 60) AS after
    FROM articles_fts f JOIN articles a ON a.id = f.rowid JOIN amounts m ON m.article = a.id
    WHERE articles_fts MATCH '"chi so san xuat" OR "chi so phat trien san xuat" OR "iip"' AND m.kind = 'percent' AND m.change IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM clusters c WHERE c.article = a.id AND c.original != a.id)
),
cut AS (
    SELECT *, substr(before, length(rtrim(before, replace(before, '%', ''))) + 1) AS last_words,
           CASE WHEN instr(after, '%') > 0 THEN rtrim(substr(after, 1, instr(after, '%') - 1), '0123456789,. ') ELSE after END AS next_words
    FROM told
    WHERE before LIKE '%hỉ số sản xuất%' OR before LIKE '%hỉ số phát triển sản xuất%' OR before LIKE '%IIP%'
),
clause AS (
    SELECT *, CASE WHEN instr(next_words, ';') > 0 THEN substr(next_words, 1, instr(next_words, ';') - 1)
                   WHEN instr(next_words, '. ') > 0 THEN substr(next_words, 1, instr(next_words, '. ') - 1)
                   WHEN instr(next_words, char(10)) > 0 THEN substr(next_words, 1, instr(next_words, char(10)) - 1) ELSE next_words END AS said_after
    FROM cut
)
SELECT province, CASE WHEN year_from = year_to THEN CAST(year_from AS TEXT) ELSE year_from || '-' || year_to END AS year,
       CASE WHEN year_from IS NULL THEN NULL WHEN month_from IS NULL THEN 'year' WHEN month_from = month_to THEN 'month ' || month_from
            ELSE 'months ' || month_from || '-' || month_to END AS period,
       CASE change WHEN 'decrease' THEN -min ELSE min END AS percent,
       CASE WHEN said_after LIKE '%tháng trước%' OR said_after NOT LIKE '%so với%' AND last_words LIKE '%so với tháng trước%' THEN 'month before'
            WHEN said_after LIKE '%quý trước%' OR said_after NOT LIKE '%so với%' AND last_words LIKE '%so với quý trước%' THEN 'quarter before'
            WHEN said_after LIKE '%cùng kỳ%' OR said_after LIKE '%cùng tháng%' OR said_after LIKE '%so với năm%'
              OR said_after NOT LIKE '%so với%' AND last_words LIKE '%so với cùng kỳ%' THEN 'same period a year before'
            WHEN said_after LIKE '%kế hoạch%' THEN 'plan' WHEN month_from IS NULL AND year_from = year_to THEN 'year before' END AS compared_with,
       CASE WHEN last_words LIKE '%khai khoáng%' OR last_words LIKE '%khai thác%' THEN 'mining' WHEN last_words LIKE '%chế biến%' THEN 'manufacturing'
            WHEN last_words LIKE '%cung cấp nước%' THEN 'water' WHEN last_words LIKE '%phân phối điện%' THEN 'electricity' ELSE 'all industry' END AS of_what,
       planned, confidence, trim(last_words || surface || said_after) AS words, sentence, url
FROM clause
ORDER BY province, year_from, year_to, coalesce(month_to - month_from, 12), month_to, url, start
LIMIT 1000
