-- Articles without a date: the years they report on and the day they were fetched are all that bounds them
-- vi: Bài không rõ ngày đăng và khoảng thời gian có thể
SELECT source, title, year_from AS not_before_year, year_to AS latest_year_reported, substr(fetched_at, 1, 10) AS not_after, url
FROM articles
WHERE published IS NULL
ORDER BY source, url
LIMIT 1000
