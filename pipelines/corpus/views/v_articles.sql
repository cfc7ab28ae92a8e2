-- One row per article with what one wants to see first. The span published_after to published_before holds the day of publication:
-- exact where it is known, else from the year the text is about to the day of the first fetch.
SELECT a.id AS article, a.title, a.source, substr(a.published, 1, 10) AS published,
    CASE WHEN a.published IS NOT NULL THEN substr(a.published, 1, 10)
        WHEN a.year_to <= substr(min(coalesce(a.fetched_at, '9999'),
            coalesce((SELECT min(r.fetched_at) FROM revisions r WHERE r.article = a.id), '9999')), 1, 4)
        THEN a.year_to || '-01-01' END AS published_after,
    coalesce(substr(a.published, 1, 10), nullif(substr(min(coalesce(a.fetched_at, '9999'),
            coalesce((SELECT min(r.fetched_at) FROM revisions r WHERE r.article = a.id), '9999')), 1, 10), '9999')) AS published_before,
    a.province, n.name_now AS province_now,
    a.year, a.year_from, a.year_to, a.words, a.credit, a.flags, a.revision, a.published_from, a.province_from, a.url
FROM articles a LEFT JOIN province_names n ON n.name = a.province
