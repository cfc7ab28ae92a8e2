-- needs: clusters
-- kept
-- Trade and output by province, year, measure and unit: amount is a total of the province for the full year, the largest of several reports.
-- Where only months, goods or something smaller than the province are told, amount is NULL and basis says so: they are never added up. Of
-- the province's figures of a part of the year the one of most months stands beside, as part_amount, the largest of several reports.
WITH figures AS MATERIALIZED (
    SELECT m.article, m.province, CAST(CASE WHEN m.year_from = m.year_to THEN m.year_from END AS INTEGER) AS year, m.year_from, m.year_to,
        coalesce(m.flow, m.measure) AS measure, m.unit, m.min, m.max, m.confidence, m.certainty, m.month_from, m.month_to,
        CASE WHEN m.year_from < m.year_to THEN 'several years' WHEN m.product IS NOT NULL THEN 'goods' WHEN m.narrowed IS NOT NULL THEN m.narrowed
            WHEN m.part_of IS NOT NULL THEN 'part of a larger figure' WHEN m.month_from IS NOT NULL THEN 'months ' || m.month_from || '-' || m.month_to
            WHEN substr(a.published, 1, 7) < m.year_to || '-12' THEN 'the year was not over' WHEN m.min != m.max THEN 'a range'
            END AS lacks
    FROM amounts m JOIN articles a ON a.id = m.article
    WHERE m.kind = 'money' AND m.role IN ('trade', 'output') AND coalesce(m.flow, m.measure) IS NOT NULL AND m.planned = 0 AND m.per IS NULL
        AND m.province IS NOT NULL AND m.year_from IS NOT NULL AND m.article NOT IN (SELECT article FROM clusters WHERE cluster != article)),
parts AS (
    SELECT province, year, measure, unit, max, month_from, month_to, confidence, row_number() OVER (
        PARTITION BY province, year, measure, unit ORDER BY coalesce(month_to - month_from, -1) DESC, max DESC, month_to DESC, confidence DESC) AS place
    FROM figures WHERE lacks LIKE 'months %' OR lacks = 'the year was not over'),
summed AS (
    SELECT f.province, f.year, f.year_from, f.year_to, f.measure, f.unit,
        max(CASE WHEN lacks IS NULL THEN max END) AS amount,
        min(CASE WHEN lacks IS NULL THEN min END) AS amount_low, max(CASE WHEN lacks IS NULL THEN max END) AS amount_high,
        CASE WHEN count(*) = count(lacks) THEN 'no total of the year: ' || group_concat(DISTINCT lacks)
            WHEN count(DISTINCT CASE WHEN lacks IS NULL THEN article END) = 1 THEN 'total of the year, 1 report'
            ELSE 'total of the year, largest of ' || count(DISTINCT CASE WHEN lacks IS NULL THEN article END) || ' reports' END AS basis,
        max(coalesce(lacks LIKE 'months %' OR lacks = 'the year was not over', 0)) AND count(*) = count(lacks) AS partial,
        count(CASE WHEN lacks IS NULL THEN 1 END) AS figures, count(lacks) AS left_out,
        min(CASE WHEN lacks IS NULL THEN confidence END) AS least_confidence
    FROM figures f GROUP BY f.province, f.year_from, f.year_to, f.measure, f.unit)
SELECT s.province, n.name_now AS province_now, s.year, s.year_from, s.year_to, s.measure, s.unit, s.amount,
    s.partial, p.max AS part_amount, p.month_from AS part_month_from, p.month_to AS part_month_to, p.confidence AS part_confidence,
    s.basis, s.amount_low, s.amount_high,
    s.figures, s.left_out, s.least_confidence
FROM summed s LEFT JOIN province_names n ON n.name = s.province
LEFT JOIN parts p ON s.partial = 1 AND p.place = 1 AND p.province = s.province AND p.year = s.year AND p.measure = s.measure AND p.unit = s.unit
