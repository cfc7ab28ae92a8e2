"""Loopback servers the tests crawl: faults, and ways of paging."""
