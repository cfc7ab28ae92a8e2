-- needs: clusters relations
-- Relations of reports seen from each article: every pair twice, but those found to be different.
SELECT r.a AS article, r.b AS other, r.kind, r.score, b.source, b.title, substr(b.published, 1, 10) AS published, b.url
FROM relations r JOIN articles b ON b.id = r.b WHERE r.kind != 'different'
UNION ALL
SELECT r.b, r.a, r.kind, r.score, a.source, a.title, substr(a.published, 1, 10), a.url
FROM relations r JOIN articles a ON a.id = r.a WHERE r.kind != 'different'
