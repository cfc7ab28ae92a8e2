"""Largest line of programme support by province and year, in đồng, with pandas: python examples/pandas_support.py out/supports.parquet"""

import sys

import pandas as pd

lines = pd.read_parquet(sys.argv[1])
support = lines[
    lines.programme.notna() & (lines.unit == "VND") & lines.province.notna() & lines.year.notna() & lines.per.isna()
    & (lines.vnd_min == lines.vnd_max) & (lines.planned == 0) & (lines.counts_once == 1)
]  # fmt: skip
for (province, year), vnd in support.groupby(["province", "year"]).vnd_min.max().sort_index().items():
    print(f"{province},{int(year)},{int(vnd)}")
