-- The largest investments reported, each once however many articles tell it, parts of a larger sum left out: the 50 largest in đồng, then those in every other currency by itself
-- vi: Những khoản đầu tư lớn nhất được nêu, mỗi khoản một lần dù nhiều bài cùng nêu, không kể phần nằm trong khoản lớn hơn: đồng trước, rồi từng ngoại tệ
WITH dong AS MATERIALIZED (
    SELECT article, start, "end", unit, province, vnd_min AS worth, confidence FROM amounts
    WHERE kind = 'money' AND +role = 'investment' AND +unit = 'VND' AND per IS NULL AND vnd_min IS NOT NULL AND part_of IS NULL
    ORDER BY vnd_min DESC, article, start LIMIT 300
),
foreign_money AS MATERIALIZED (
    SELECT article, start, "end", unit, province, min AS worth, confidence FROM amounts
    WHERE kind = 'money' AND role = 'investment' AND (unit < 'VND' OR unit > 'VND') AND per IS NULL AND part_of IS NULL
),
told AS (
    SELECT *, row_number() OVER one AS turn, count(*) OVER (PARTITION BY unit, province, worth) AS times_told
    FROM (SELECT * FROM dong UNION ALL SELECT * FROM foreign_money)
    WINDOW one AS (PARTITION BY unit, province, worth ORDER BY confidence DESC, article, start)
),
largest AS (SELECT *, row_number() OVER (PARTITION BY unit ORDER BY worth DESC, article, start) AS place FROM told WHERE turn = 1)
SELECT m.unit AS currency, place, m.province, n.name_now AS province_now, m.year_from, m.year_to, m.vnd_min / 1e9 AS billion_vnd,
       CASE WHEN m.unit != 'VND' THEN m.min / 1e6 END AS million_in_currency, m.surface, m.approx, times_told,
       CASE WHEN before LIKE '%toàn xã hội%' OR before LIKE '%thu hút%' OR before LIKE '%vốn đăng ký%' OR before LIKE '%lũy kế%' OR before LIKE '%luỹ kế%'
                 OR before LIKE '%nhu cầu%' OR before LIKE '%FDI%' OR before LIKE '%các dự án%' OR before LIKE '%huy động%' OR before LIKE '%biên bản ghi nhớ%'
                 OR before GLOB '*[0-9] dự án*' OR before GLOB '*[0-9] doanh nghiệp*' OR before GLOB '*[0-9] nhà máy*' THEN 'several projects or all of a place'
            WHEN before LIKE '%dự án%' OR before LIKE '%nhà máy%' OR before LIKE '%tuyến%' OR before LIKE '%khu công nghiệp%' OR before LIKE '%cảng%' THEN 'one project'
            ELSE 'read the sentence' END AS covers,
       m.planned, m.confidence, m.sentence, a.url
FROM (SELECT l.*, substr(f.sentence, 1, instr(f.sentence, f.surface)) AS before FROM largest l JOIN amounts f USING (article, start, "end") WHERE place <= 50) l
JOIN amounts m USING (article, start, "end")
JOIN articles a ON a.id = m.article
LEFT JOIN province_names n ON n.name = m.province
ORDER BY m.unit != 'VND', m.unit, place
