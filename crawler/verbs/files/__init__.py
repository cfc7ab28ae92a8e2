"""Verbs that work on the database files as such: looked after, merged, written as WARC."""
