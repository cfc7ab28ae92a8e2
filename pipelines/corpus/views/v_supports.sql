-- needs: clusters
-- One row per line of programme support, with its article, money, province, year, programme, payer and stage.
SELECT s.article, a.source, a.title, substr(a.published, 1, 10) AS published,
    coalesce(s.province, m.province) AS province, n.name_now AS province_now, n.code_now,
    coalesce(s.province_from, m.province_from) AS province_from,
    a.province AS article_province, o.name_now AS article_province_now,
    CAST(CASE WHEN m.year_from = m.year_to THEN m.year_from END AS INTEGER) AS year, m.year_from, m.year_to, m.month_from, m.month_to, s.period_kind,
    s.programme, s.payer, s.fund, s.level, s.stage, s.counts_in_sum, s.why_not, s.projects, s.projects_implied, s.beneficiaries,
    m.surface, m.unit, s.vnd, s.multiplier, s.amount_kind, m.vnd_min, m.vnd_max, m.approx, m.per, m.role,
    m.certainty, m.confidence, m.planned, m.part_of, s.relation, s.relation_to,
    NOT EXISTS (SELECT 1 FROM clusters k WHERE k.article = s.article AND k.cluster != k.article) AS counts_once,
    s.sentence, s.amount_start, s.rule, a.url
FROM supports s JOIN articles a ON a.id = s.article
LEFT JOIN _amounts m ON m.article = s.article AND m.start = s.amount_start
LEFT JOIN province_names n ON n.name = coalesce(s.province, m.province)
LEFT JOIN province_names o ON o.name = a.province
