-- Counts with and without copies: articles and support figures by year, every printing and every report once
-- vi: Số bài và con số hỗ trợ, tính cả và không tính bài đăng lại
WITH copies AS MATERIALIZED (SELECT article FROM clusters WHERE original IS NOT NULL AND original != article),
figures AS (SELECT article, count(*) AS n FROM amounts WHERE kind = 'money' AND role = 'support' AND unit = 'VND' GROUP BY article)
SELECT substr(a.month, 1, 4) AS published_in, count(*) AS articles, sum(a.id NOT IN copies) AS reports,
       sum(f.n) AS support_figures, sum(CASE WHEN a.id NOT IN copies THEN f.n END) AS support_figures_once
FROM articles a LEFT JOIN figures f ON f.article = a.id
GROUP BY published_in
ORDER BY published_in
