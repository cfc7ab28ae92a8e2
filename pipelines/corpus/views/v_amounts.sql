-- needs: clusters
-- One row per figure with its article, province, year, role and sentence. counts_once: no copy of a report that is counted elsewhere.
SELECT m.article, a.source, a.title, substr(a.published, 1, 10) AS published,
    m.province, n.name_now AS province_now, n.code_now, m.province_from, m.province_inferred,
    CAST(CASE WHEN m.year_from = m.year_to THEN m.year_from END AS INTEGER) AS year, m.year_from, m.year_to, m.month_from, m.month_to,
    m.role, m.certainty, m.confidence, m.flow, m.measure, m.compared_with, m.product, m.narrowed, m.planned, m.kind, m.surface, m.min, m.max, m.unit,
    (m.vnd_min + m.vnd_max) / 2 AS vnd, m.vnd_min, m.vnd_max, m.approx, m.per, m.change, m.part_of,
    NOT EXISTS (SELECT 1 FROM clusters k WHERE k.article = m.article AND k.cluster != k.article) AS counts_once,
    m.sentence, m.start, m."end", m.rule, m.link_rule,
    m.year_confidence, m.year_second_from, m.year_second_to, m.year_second_confidence,
    m.province_confidence, m.province_second, m.province_second_confidence,
    m.role_confidence, m.role_second, m.role_second_confidence,
    EXISTS (SELECT 1 FROM corrections c WHERE c.article = m.article AND c.start = m.start AND c.fact = 'amount' AND c.changes != c.was) AS corrected,
    a.url,
    (SELECT p.url FROM passages p WHERE p.article = m.article AND m.start >= p.start AND m.start < p."end") AS document,
    (SELECT p.page FROM passages p WHERE p.article = m.article AND m.start >= p.start AND m.start < p."end") AS document_page
FROM amounts m JOIN articles a ON a.id = m.article LEFT JOIN province_names n ON n.name = m.province
