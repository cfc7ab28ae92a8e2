-- needs: clusters
-- What one article tells of the support of a province, year and programme: its lines that may be added, of one stage only. stage_rank: a
-- full report before an approval, that before a report of some grants or a part of the year, money paid out last. CROSS JOIN: SQLite takes
-- the amount of each line by its key. Where a reviewer corrected a figure (k), its role and province are his.
WITH parts AS MATERIALIZED (
    SELECT article, relation_to, sum(CASE WHEN fund = 'national' THEN vnd END) AS vnd_national, sum(CASE WHEN fund = 'local' THEN vnd END) AS vnd_local
    FROM supports WHERE counts_in_sum = 0 AND why_not = 'part_of' AND relation = 'part_of' GROUP BY article, relation_to),
lines AS MATERIALIZED (
    SELECT s.article, s.amount_start, s.programme, s.projects,
        CASE s.fund WHEN 'national' THEN s.vnd WHEN 'local' THEN 0 ELSE min(s.vnd, coalesce(p.vnd_national, 0)) END AS vnd_national,
        CASE s.fund WHEN 'local' THEN s.vnd WHEN 'national' THEN 0 ELSE min(s.vnd, coalesce(p.vnd_local, 0)) END AS vnd_local, s.vnd, s.amount_kind, s.period_kind,
        CASE s.stage WHEN 'contracted' THEN 'approved' ELSE s.stage END AS stage,
        CASE WHEN k.article IS NULL THEN s.province ELSE coalesce(a.province, s.province) END AS province, s.province_from, a.year_from AS year, a.confidence, a.certainty
    FROM supports s CROSS JOIN amounts a ON a.article = s.article AND a.start = s.amount_start
    LEFT JOIN parts p ON p.article = s.article AND p.relation_to = s.amount_start
    LEFT JOIN corrections k ON k.article = s.article AND k.start = s.amount_start AND k.fact = 'amount' AND k.changes != k.was
    WHERE s.counts_in_sum = 1 AND a.unit = 'VND' AND a.year_from = a.year_to AND s.vnd IS NOT NULL
        AND (k.article IS NULL OR a.role IN ('support', 'budget'))
        AND s.article NOT IN (SELECT article FROM clusters WHERE cluster != article)),
staged AS (
    SELECT article, province, year, programme, stage, count(*) AS figures, sum(vnd) AS vnd, sum(projects) AS projects,
        sum(vnd_national) AS vnd_national, sum(vnd_local) AS vnd_local,
        sum(vnd * (certainty = 'sure')) AS vnd_sure, min(confidence) AS least_confidence,
        CASE WHEN count(certainty) < count(*) THEN NULL WHEN max(certainty = 'unsure') THEN 'unsure'
            WHEN max(certainty = 'doubtful') THEN 'doubtful' ELSE 'sure' END AS certainty,
        max(amount_kind = 'total') AS has_total,
        coalesce(min(CASE WHEN amount_kind = 'total' THEN period_kind = 'part' END), 0) AS partial, min(province_from) AS province_from,
        CASE stage WHEN 'approved' THEN 2 WHEN 'disbursed' THEN 4
            ELSE CASE WHEN max(amount_kind = 'total' AND period_kind = 'year') THEN 1 ELSE 3 END END AS stage_rank
    FROM lines WHERE province IS NOT NULL GROUP BY article, province, year, programme, stage)
SELECT r.province, r.year, r.programme, r.article, r.stage, r.stage_rank, r.figures, r.projects, r.vnd, r.vnd_national, r.vnd_local,
    r.vnd - r.vnd_national - r.vnd_local AS vnd_fund_not_named, r.vnd_sure, r.least_confidence, r.certainty, r.has_total, r.partial,
    r.province_from
FROM (SELECT s.*, row_number() OVER (PARTITION BY article, province, year, programme ORDER BY stage_rank, vnd DESC) AS place FROM staged s) r
WHERE r.place = 1
