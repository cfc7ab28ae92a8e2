-- Counts with and without copies: articles and support figures by year, every printing and every report once
-- vi: Số bài và số liệu hỗ trợ, tính cả và không tính bài đăng lại
SELECT year AS published_in, articles, reports, support_figures, support_figures_once
FROM v_articles_by_year
ORDER BY published_in
