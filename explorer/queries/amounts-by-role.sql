-- Amounts by role: how many figures in đồng, how many hedged, how many of them rates (per year, per tonne)
-- vi: Con số theo vai trò: bao nhiêu ước chừng, bao nhiêu theo đơn vị
SELECT role, count(*) AS figures, count(approx) AS hedged, count(per) AS rates, max(vnd_max) / 1e6 AS largest_million_vnd
FROM amounts
WHERE kind = 'money' AND unit = 'VND' AND role > ''
GROUP BY role
ORDER BY figures DESC, role
