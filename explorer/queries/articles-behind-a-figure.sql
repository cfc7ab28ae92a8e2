-- Which articles back a given figure: every mention of a value in đồng (:vnd, empty: 4,860,000,000), with its sentence
-- vi: Bài nào nêu một số liệu cho trước
WITH given AS MATERIALIZED (SELECT CAST(coalesce(nullif(:vnd, ''), '4860000000') AS INTEGER) AS vnd),
mentions AS MATERIALIZED (
    SELECT m.article, m.start, m."end" FROM amounts m, given
    WHERE m.vnd_min BETWEEN given.vnd / 2 AND given.vnd AND m.vnd_max BETWEEN given.vnd AND given.vnd * 2
    LIMIT 500
)
SELECT a.source, substr(a.published, 1, 10) AS published, a.title, m.surface, m.role, m.province, m.year_from, m.year_to, m.confidence, m.sentence, a.url
FROM mentions
JOIN amounts m USING (article, start, "end")
JOIN articles a ON a.id = m.article
ORDER BY a.published, a.url, m.start
