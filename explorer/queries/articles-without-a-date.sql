-- Articles without a date: the years they report on are all that bounds them
SELECT a.source, a.title, a.year_from, a.year_to, a.url
FROM articles a
WHERE a.published IS NULL
ORDER BY a.source, a.url
