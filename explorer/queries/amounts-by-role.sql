-- Amounts by role: how many figures in đồng, how many sure, how many hedged, how many rates (per year, per tonne)
-- vi: Số liệu theo vai trò: bao nhiêu chắc chắn, bao nhiêu ước chừng, bao nhiêu theo đơn vị
SELECT role, figures, sure, unsure, hedged, rates, largest_vnd / 1e6 AS largest_million_vnd
FROM v_money_by_role
ORDER BY figures DESC, role
