-- What changed between two revisions: earlier and present title and length, and the figures that only one of them has
-- vi: Bài đã sửa: khác gì giữa hai lần lấy
SELECT a.title, r.title AS earlier_title, r.fetched_at AS earlier_fetched, a.fetched_at AS fetched,
       length(r.text) AS earlier_characters, length(a.text) AS characters,
       (SELECT group_concat(m.surface, '; ') FROM amounts m WHERE m.article = a.id AND instr(r.text, m.surface) = 0) AS new_figures, a.url
FROM revisions r JOIN articles a ON a.id = r.article
ORDER BY r.fetched_at DESC, a.url
