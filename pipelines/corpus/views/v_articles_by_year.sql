-- needs: clusters
-- kept
-- Articles and their figures of support in đồng by year of publication: every printing counted, and every report once.
WITH copies AS MATERIALIZED (SELECT article FROM clusters WHERE original != article),
printed AS (SELECT substr(month, 1, 4) AS year, count(*) AS n FROM articles INDEXED BY articles_month GROUP BY 1),
copied AS (SELECT substr(a.month, 1, 4) AS year, count(*) AS n FROM copies c JOIN articles a ON a.id = c.article GROUP BY 1),
per_article AS MATERIALIZED (
    SELECT article, count(*) AS n FROM amounts WHERE kind = 'money' AND role = 'support' AND unit = 'VND' GROUP BY article
),
figures AS (
    SELECT substr(a.month, 1, 4) AS year, sum(m.n) AS n, sum(CASE WHEN m.article IN (SELECT article FROM copies) THEN m.n ELSE 0 END) AS in_copies
    FROM per_article m JOIN articles a INDEXED BY articles_month ON a.id = m.article
    GROUP BY 1
)
SELECT p.year, p.n AS articles, p.n - coalesce(c.n, 0) AS reports, f.n AS support_figures, f.n - f.in_copies AS support_figures_once
FROM printed p
LEFT JOIN copied c ON c.year IS p.year
LEFT JOIN figures f ON f.year IS p.year
