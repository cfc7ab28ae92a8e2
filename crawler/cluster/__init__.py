"""The same crawl and the same replay on the workers of a Dask cluster (extra `cluster`); docs/operating.md says how to start one."""
