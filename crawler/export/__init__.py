"""Taking the corpus away: tables, data packages, WARC."""
