"""The reading: bytes of a page to a Record, and the Record to rows. Imports neither Scrapy nor the other rooms."""
