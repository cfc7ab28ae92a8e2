-- Sources gone silent: nothing for longer than three times their usual pause (and 30 days) before the newest article of all
-- vi: Nguồn ngừng cập nhật
WITH per_source AS (
    SELECT source, count(*) AS articles, min(substr(published, 1, 10)) AS first, max(substr(published, 1, 10)) AS last
    FROM articles WHERE published IS NOT NULL GROUP BY source
)
SELECT source, articles, first, last, round((julianday(last) - julianday(first)) / max(articles - 1, 1), 1) AS usual_days_between,
       CAST(julianday((SELECT max(last) FROM per_source)) - julianday(last) AS INTEGER) AS days_silent
FROM per_source
WHERE julianday((SELECT max(last) FROM per_source)) - julianday(last)
      > max(30, 3 * (julianday(last) - julianday(first)) / max(articles - 1, 1))
ORDER BY days_silent DESC, source
