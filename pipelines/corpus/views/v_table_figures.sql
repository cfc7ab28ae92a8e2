-- One row per figure of a table, with the heads of its row and column, the table's title, its year, province, role and address.
SELECT f.article, a.source, a.title AS article_title, t.title AS table_title, f.table_number, f.row_number, f.column_number,
    f.row_head, f.column_head, f.total, m.kind, m.surface, m.min, m.max, m.unit, (m.vnd_min + m.vnd_max) / 2 AS vnd,
    m.province, CAST(CASE WHEN m.year_from = m.year_to THEN m.year_from END AS INTEGER) AS year, m.year_from, m.year_to,
    m.role, m.flow, m.planned, m.part_of, m.certainty, m.confidence, m.start, m.link_rule, a.url
FROM table_figures f JOIN tables t ON t.article = f.article AND t.number = f.table_number
JOIN amounts m ON m.article = f.article AND m.start = f.start JOIN articles a ON a.id = f.article
