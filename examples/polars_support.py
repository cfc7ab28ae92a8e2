"""Largest line of programme support by province and year, in đồng, with polars: python examples/polars_support.py out/supports.parquet"""

import sys

import polars as pl

table = (
    pl.scan_parquet(sys.argv[1])
    .filter(
        pl.col("programme").is_not_null(), pl.col("unit") == "VND", pl.col("province").is_not_null(), pl.col("year").is_not_null(),
        pl.col("per").is_null(), pl.col("vnd_min") == pl.col("vnd_max"), pl.col("planned") == 0, pl.col("counts_once") == 1,
    )
    .group_by("province", "year")
    .agg(pl.col("vnd_min").max().alias("vnd"))
    .sort("province", "year")
    .collect()
)  # fmt: skip
for province, year, vnd in table.iter_rows():
    print(f"{province},{year},{vnd}")
