-- Support reported by province and year, in million đồng, with DuckDB; reads amounts.parquet of the folder it is run in
SELECT province, year, sum(vnd) // 1000000 AS million
FROM 'amounts.parquet'
WHERE role = 'support' AND kind = 'money' AND unit = 'VND' AND province IS NOT NULL AND year IS NOT NULL AND per IS NULL
    AND vnd_min = vnd_max AND planned = 0
GROUP BY province, year
ORDER BY province, year;
