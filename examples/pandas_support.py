"""Support reported by province and year, in million đồng, with pandas: python examples/pandas_support.py out/amounts.parquet"""

import sys

import pandas as pd

amounts = pd.read_parquet(sys.argv[1])
support = amounts[
    (amounts.role == "support") & (amounts.kind == "money") & (amounts.unit == "VND")
    & amounts.province.notna() & amounts.year.notna() & amounts.per.isna() & (amounts.planned == 0) & (amounts.vnd_min == amounts.vnd_max)
]  # fmt: skip
table = support.groupby(["province", "year"]).vnd.sum().div(1_000_000).astype("int64")
for (province, year), million in table.sort_index().items():
    print(f"{province},{int(year)},{million}")
