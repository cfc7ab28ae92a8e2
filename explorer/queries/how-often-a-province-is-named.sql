-- How often a province is named, and by which rule, beside how many articles are filed under it
SELECT p.name, count(*) AS mentions, count(DISTINCT p.article) AS articles_naming_it,
       (SELECT count(*) FROM articles a WHERE a.province = p.name) AS articles_filed_under_it
FROM provinces p
GROUP BY p.name
ORDER BY mentions DESC, p.name
