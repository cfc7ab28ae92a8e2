-- What changed between two versions: every figure that became another, was added or taken out, both sides with their sentences
-- vi: Số liệu đã đổi giữa hai phiên bản: số nào được sửa, thêm hay bỏ, kèm câu văn trước và sau
SELECT article, title, what, surface_before, surface_after, vnd_before, vnd_after, year_before, year_after, province_before, province_after,
       role_before, role_after, sentence_before, sentence_after, changed_after, changed_before, source, url
FROM v_changed_figures
ORDER BY changed_before DESC, url, revision, coalesce(start_after, start_before)
LIMIT 2000
