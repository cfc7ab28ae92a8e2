-- Share of national and local funds: figures right before or after the words that name the fund, by year
-- vi: Tỷ trọng vốn quốc gia và vốn địa phương
WITH lines AS (
    SELECT DISTINCT m.article, m.start, m.year_from AS year, m.vnd_min AS vnd,
           substr(m.sentence, instr(m.sentence, m.surface) + length(m.surface), 45) AS after,
           substr(m.sentence, max(1, instr(m.sentence, m.surface) - 45), min(45, instr(m.sentence, m.surface) - 1)) AS before
    FROM supports s JOIN amounts m ON m.article = s.article AND m.start = s.amount_start
    WHERE (s.programme LIKE '%quốc gia%' OR s.programme LIKE '%địa phương%' OR s.programme LIKE '%tỉnh%')
      AND m.vnd_min = m.vnd_max AND m.per IS NULL AND m.year_from = m.year_to
), funds AS (
    SELECT year, vnd, CASE
        WHEN after LIKE '%quốc gia%' THEN 'national'
        WHEN after LIKE '%địa phương%' OR after LIKE '%ngân sách tỉnh%' OR after LIKE '%vốn tỉnh%' THEN 'local'
        WHEN before LIKE '%quốc gia%' THEN 'national'
        WHEN before LIKE '%địa phương%' OR before LIKE '%khuyến công tỉnh%' THEN 'local' END AS fund
    FROM lines
)
SELECT year, sum(fund = 'national') AS national_figures, sum(CASE WHEN fund = 'national' THEN vnd ELSE 0 END) / 1000000 AS national_million_vnd,
       sum(fund = 'local') AS local_figures, sum(CASE WHEN fund = 'local' THEN vnd ELSE 0 END) / 1000000 AS local_million_vnd,
       round(100.0 * sum(CASE WHEN fund = 'national' THEN vnd ELSE 0 END) / sum(vnd), 1) AS national_percent
FROM funds
WHERE fund IS NOT NULL
GROUP BY year
ORDER BY year
