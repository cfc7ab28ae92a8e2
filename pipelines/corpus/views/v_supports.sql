-- needs: clusters
-- One row per line of programme support, with its article, money, province, year, programme and fund.
SELECT s.article, a.source, a.title, substr(a.published, 1, 10) AS published,
    m.province, n.name_now AS province_now, n.code_now, a.province AS article_province, o.name_now AS article_province_now,
    CASE WHEN m.year_from = m.year_to THEN m.year_from END AS year, m.year_from, m.year_to,
    s.programme, s.fund, s.projects, s.beneficiaries, m.surface, m.unit, m.vnd_min, m.vnd_max, m.approx, m.per, m.role,
    m.certainty, m.confidence, m.planned, m.part_of,
    NOT EXISTS (SELECT 1 FROM clusters k WHERE k.article = s.article AND k.cluster != k.article) AS counts_once,
    s.sentence, s.amount_start, s.rule, a.url
FROM supports s JOIN articles a ON a.id = s.article
LEFT JOIN amounts m ON m.article = s.article AND m.start = s.amount_start
LEFT JOIN province_names n ON n.name = m.province LEFT JOIN province_names o ON o.name = a.province
