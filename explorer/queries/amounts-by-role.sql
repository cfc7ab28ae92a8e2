-- Amounts by role: how many figures in đồng, how many sure, how many hedged, how many rates (per year, per tonne)
-- vi: Số liệu theo vai trò: bao nhiêu chắc chắn, bao nhiêu ước chừng, bao nhiêu theo đơn vị
SELECT role, count(*) AS figures, sum(certainty = 'sure') AS sure, sum(certainty = 'unsure') AS unsure,
       count(approx) AS hedged, count(per) AS rates, max(vnd_max) / 1e6 AS largest_million_vnd
FROM amounts
WHERE kind = 'money' AND unit = 'VND' AND role > ''
GROUP BY role
ORDER BY figures DESC, role
