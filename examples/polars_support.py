"""Programme support by province and year, in đồng, with polars: python examples/polars_support.py out/support.parquet"""

import sys

import polars as pl

table = (
    pl.scan_parquet(sys.argv[1]).filter(pl.col("vnd").is_not_null()).sort("province", "year").select("province", "year", "vnd").collect()
)
for province, year, vnd in table.iter_rows():
    print(f"{province},{int(year)},{int(vnd)}")
