"""Support reported by province and year, in million đồng, with polars: python examples/polars_support.py out/amounts.parquet"""

import sys

import polars as pl

table = (
    pl.scan_parquet(sys.argv[1])
    .filter(
        pl.col("role") == "support", pl.col("kind") == "money", pl.col("unit") == "VND", pl.col("province").is_not_null(),
        pl.col("year").is_not_null(), pl.col("per").is_null(), pl.col("vnd_min") == pl.col("vnd_max"), pl.col("planned") == 0,
    )
    .group_by("province", "year")
    .agg((pl.col("vnd").sum() // 1_000_000).alias("million"))
    .sort("province", "year")
    .collect()
)  # fmt: skip
for province, year, million in table.iter_rows():
    print(f"{province},{year},{million}")
