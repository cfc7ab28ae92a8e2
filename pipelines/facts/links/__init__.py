"""Which year, province and role an amount has: named evidence, weighed."""
