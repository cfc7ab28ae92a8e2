-- kept
-- Figures in đồng by role: how many, how many of them sure, hedged, a rate, and the largest.
SELECT role, count(*) AS figures, sum(certainty = 'sure') AS sure, sum(certainty = 'unsure') AS unsure,
    count(approx) AS hedged, count(per) AS rates, max(vnd_max) AS largest_vnd
FROM amounts
WHERE kind = 'money' AND unit = 'VND' AND role > ''
GROUP BY role
