-- Mean support per project or beneficiary: as told ("mỗi hộ 70 triệu đồng", on average), else a total divided by the number its line gives
-- vi: Hỗ trợ bình quân mỗi đề án hoặc cơ sở: theo lời văn, hoặc tổng chia cho số đề án, cơ sở
WITH lines AS MATERIALIZED (
    SELECT s.rowid AS line, m.article, m.start, m."end",
           CASE WHEN m.per IS NULL THEN round(m.vnd_min / 1e6 / coalesce(s.projects, s.beneficiaries), 3) ELSE m.vnd_min / 1e6 END AS million_vnd_each,
           CASE WHEN m.per IS NULL THEN 'divided' WHEN s.why_not = 'mean' THEN 'told as a mean' ELSE 'told of each' END AS how
    FROM supports s CROSS JOIN amounts m ON m.article = s.article AND m.start = s.amount_start
    WHERE coalesce(s.projects, s.beneficiaries) > 0 AND m.vnd_min = m.vnd_max AND m.planned = 0 AND s.payer = 'state'
      AND (m.per IS NULL OR s.amount_kind = 'rate' AND m.per NOT IN (
          'year', 'month', 'day', 'quý', 'tuần', 'giờ', 'ca', 'vụ', 'kg', 'ký', 'tạ', 'tấn', 'lít', 'ha', 'sào', 'công', 'm', 'mét', 'km', 'm2', 'm3', 'khối', 'kWh', 'kW', 'MW'))
      AND coalesce(s.why_not, '') NOT IN ('cap', 'range')
    ORDER BY 5 DESC, 2, 3 LIMIT 500
)
SELECT m.province, m.year_from, m.year_to, s.programme, s.projects, s.beneficiaries, CASE WHEN m.per IS NULL THEN m.vnd_min / 1e6 END AS million_vnd,
       million_vnd_each, how, m.per, s.stage, s.why_not, m.confidence, s.sentence, a.url
FROM lines
JOIN supports s ON s.rowid = lines.line
JOIN amounts m USING (article, start, "end")
JOIN articles a ON a.id = m.article
ORDER BY million_vnd_each DESC, a.url, m.start
