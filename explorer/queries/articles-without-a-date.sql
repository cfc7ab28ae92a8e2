-- Articles without a date: published in or after the last year told as fact, and before the first visit
-- vi: Bài không rõ ngày đăng và khoảng thời gian có thể
SELECT source, title, published_after, published_before, year_from, year_to AS latest_year_reported, url
FROM v_articles
WHERE published IS NULL
ORDER BY source, url
LIMIT 1000
