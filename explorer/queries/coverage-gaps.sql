-- Coverage gaps: months without any article of a source, longest first, and whether anybody looked: walks and ledger say why
-- vi: Khoảng trống trong độ phủ: những tháng không có bài của từng nguồn và lý do
WITH empty AS (
    SELECT source, month, state, listed, waiting, failed, without_article, lost_undated,
           12 * substr(month, 1, 4) + substr(month, 6, 2) - row_number() OVER (PARTITION BY source, state ORDER BY month) AS gap
    FROM v_coverage
    WHERE articles = 0 AND month >= '1990'
)
SELECT source, min(month) AS first_month, max(month) AS last_month, count(*) AS months_without,
       sum(coalesce(listed, 0)) AS listed, sum(coalesce(waiting, 0)) AS waiting, sum(coalesce(failed, 0)) AS failed,
       sum(coalesce(without_article, 0)) AS without_article, max(lost_undated) AS lost_undated, state
FROM empty
GROUP BY source, state, gap
ORDER BY months_without DESC, source, first_month
