"""Programme support by province and year, in đồng, with pandas: python examples/pandas_support.py out/support.parquet"""

import sys

import pandas as pd

support = pd.read_parquet(sys.argv[1])
for line in support[support.vnd.notna()].sort_values(["province", "year"]).itertuples():
    print(f"{line.province},{int(line.year)},{int(line.vnd)}")
