"""Which articles are reports of the same text."""
