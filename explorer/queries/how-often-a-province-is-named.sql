-- How often a province is named, beside how many articles are filed under it
-- vi: Mỗi tỉnh được nhắc bao nhiêu lần
SELECT p.name, count(*) AS mentions, (SELECT count(*) FROM articles a WHERE a.province = p.name) AS articles_filed_under_it
FROM provinces p
GROUP BY p.name
ORDER BY mentions DESC, p.name
