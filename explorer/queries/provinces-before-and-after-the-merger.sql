-- Provinces before and after the merger of 1 July 2025: under which name sums in đồng stand, and of which area they tell (:province any name of the unit; empty: Lào Cai)
-- vi: Số liệu của tỉnh trước và sau sáp nhập ngày 1/7/2025: mang tên nào, thuộc địa bàn cũ hay mới
WITH names AS MATERIALIZED (
    SELECT name, name_now, standing FROM province_names
    WHERE name_now = (SELECT name_now FROM province_names WHERE name = coalesce(nullif(:province, ''), 'Lào Cai'))
),
told AS (
    SELECT n.name_now, n.name, n.standing, m.role, m.article, m.year_from, m.year_to, m.certainty,
           CASE WHEN n.standing IN ('merged', 'former') THEN 'the former unit'
                WHEN n.standing IN ('same', 'renamed') THEN 'the same area before and after'
                WHEN coalesce(a.published, (SELECT published_before FROM v_articles v WHERE v.article = a.id)) < '2025-07-01' THEN 'the smaller unit of before'
                WHEN m.planned = 0 AND m.year_from > 2025 THEN 'the larger unit of today'
                WHEN m.planned = 0 AND m.year_from = 2025 AND (
                    SELECT f.month_from FROM _amounts f WHERE f.article = m.article AND f.start = m.start AND f."end" = m."end") >= 7 THEN 'the larger unit of today'
                ELSE 'either: told after the merger, of a time before it or of none: read the sentence' END AS area
    FROM names n CROSS JOIN _amounts m INDEXED BY amounts_money ON m.province = n.name
    JOIN articles a INDEXED BY articles_found ON a.id = m.article
    WHERE m.kind = 'money' AND m.unit = 'VND'
      AND m.role IN ('support', 'budget', 'investment', 'output', 'trade', 'price', 'income', 'profit', 'tax', 'fine', 'loan', 'asset', 'other')
)
SELECT name_now AS province_now, name AS province, standing, area, role, min(year_from) AS first_year, max(year_to) AS last_year,
       count(*) AS figures, sum(certainty = 'sure') AS sure_figures, count(DISTINCT article) AS articles
FROM told
GROUP BY name_now, name, standing, area, role
ORDER BY province_now, province, area, figures DESC, role
