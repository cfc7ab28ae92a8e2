-- Programme support by province and year, in đồng, with what it rests on, with DuckDB; reads support.parquet of the folder it is run in
SELECT province, year, vnd, basis
FROM 'support.parquet'
WHERE vnd IS NOT NULL
ORDER BY province, year;
