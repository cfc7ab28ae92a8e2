-- One row per figure that changed between two versions of an article, both sides of it. `revision` is the earlier version.
SELECT c.article, c.revision, c.what, a.source, a.title,
    r.fetched_at AS changed_after, coalesce(n.fetched_at, a.fetched_at) AS changed_before, coalesce(o.kind, m.kind, l.kind) AS kind,
    o.surface AS surface_before, coalesce(m.surface, l.surface) AS surface_after,
    (o.vnd_min + o.vnd_max) / 2 AS vnd_before, coalesce((m.vnd_min + m.vnd_max) / 2, (l.vnd_min + l.vnd_max) / 2) AS vnd_after,
    o.min AS min_before, o.max AS max_before, o.unit AS unit_before,
    coalesce(m.min, l.min) AS min_after, coalesce(m.max, l.max) AS max_after, coalesce(m.unit, l.unit) AS unit_after,
    CASE WHEN o.year_from = o.year_to THEN o.year_from END AS year_before,
    coalesce(CASE WHEN m.year_from = m.year_to THEN m.year_from END, CASE WHEN l.year_from = l.year_to THEN l.year_from END) AS year_after,
    o.province AS province_before, coalesce(m.province, l.province) AS province_after,
    o.role AS role_before, coalesce(m.role, l.role) AS role_after,
    o.sentence AS sentence_before, coalesce((SELECT s.sentence FROM amounts s WHERE s.article = m.article AND s.start = m.start AND s."end" = m."end"), l.sentence) AS sentence_after,
    c.start_before, c.start_after, a.url
FROM figure_changes c JOIN articles a ON a.id = c.article JOIN revisions r ON r.article = c.article AND r.revision = c.revision
LEFT JOIN revisions n ON n.article = c.article AND n.revision = c.revision + 1
LEFT JOIN revision_amounts o ON o.article = c.article AND o.revision = c.revision AND o.start = c.start_before
LEFT JOIN revision_amounts l ON l.article = c.article AND l.revision = c.revision + 1 AND l.start = c.start_after
LEFT JOIN _amounts m ON m.article = c.article AND m.start = c.start_after AND c.revision + 1 = a.revision
