-- One row per figure in a text. Kept in `_amounts`, which has the place of a sentence in its text (or its words, where it is no piece of it)
-- and the numbers of rules.
SELECT m.article, m.start, m."end", m.surface, (SELECT r.name FROM _rules r WHERE r.number = m.rule) AS rule,
    (SELECT r.name FROM _rules r WHERE r.number = m.link_rule) AS link_rule, m.kind, m.min, m.max, m.unit, m.vnd_min, m.vnd_max, m.approx, m.per,
    m.change, m.year_from, m.year_to, m.province, m.role,
    coalesce(m.sentence_text,
        (SELECT substr(a.text, m.sentence_start + 1, m.sentence_end - m.sentence_start) FROM articles a WHERE a.id = m.article)) AS sentence,
    m.flow, m.planned, m.part_of, m.confidence, m.certainty, m.year_confidence, m.year_second_from, m.year_second_to,
    m.year_second_confidence, m.province_confidence, m.province_second, m.province_second_confidence, m.role_confidence, m.role_second,
    m.role_second_confidence, m.month_from, m.month_to, m.product, m.measure, m.narrowed, m.province_from, m.province_inferred,
    m.compared_with
FROM _amounts m
