-- Coverage gaps: months without any article between the first and the last article of a source, longest first
-- vi: Khoảng trống: những tháng không có bài của từng nguồn
WITH months AS (
    SELECT source, month, 12 * substr(month, 1, 4) + substr(month, 6, 2) AS number,
           lag(month) OVER w AS month_before, 12 * lag(substr(month, 1, 4)) OVER w + lag(substr(month, 6, 2)) OVER w AS number_before
    FROM v_coverage WHERE month IS NOT NULL AND articles > 0
    WINDOW w AS (PARTITION BY source ORDER BY month)
)
SELECT source, month_before AS last_month_with_articles, month AS next_month_with_articles, number - number_before - 1 AS months_without
FROM months
WHERE number - number_before > 1
ORDER BY months_without DESC, source, month
