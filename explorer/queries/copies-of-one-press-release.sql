-- Copies of one press release: reports printed by more than one address, with the likely original and what points to it
-- vi: Một thông cáo được đăng lại ở những đâu
WITH largest AS MATERIALIZED (
    SELECT cluster, count(*) AS articles FROM clusters GROUP BY cluster HAVING count(*) > 1 ORDER BY count(*) DESC, cluster LIMIT 200
),
groups AS MATERIALIZED (
    SELECT cluster, articles, (SELECT max(original) FROM clusters c WHERE c.cluster = l.cluster) AS original,
           (SELECT max(original_from) FROM clusters c WHERE c.cluster = l.cluster) AS original_from
    FROM largest l
)
SELECT g.articles, o.title AS likely_original, o.source AS original_source, substr(o.published, 1, 10) AS original_published, g.original_from,
       (SELECT group_concat(a.source || ' ' || coalesce(substr(a.published, 1, 10), 'undated'), '; ')
        FROM clusters c JOIN articles a ON a.id = c.article WHERE c.cluster = g.cluster AND c.article IS NOT g.original) AS copies
FROM groups g LEFT JOIN articles o ON o.id = g.original
ORDER BY g.articles DESC, o.title
