-- Largest line of programme support by province and year, in đồng, with DuckDB; reads supports.parquet of the folder it is run in
SELECT province, year, max(vnd_min) AS vnd
FROM 'supports.parquet'
WHERE programme IS NOT NULL AND unit = 'VND' AND province IS NOT NULL AND year IS NOT NULL AND per IS NULL
    AND vnd_min = vnd_max AND planned = 0 AND counts_once = 1
GROUP BY province, year
ORDER BY province, year;
