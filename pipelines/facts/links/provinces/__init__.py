"""Which province an amount has: whose figure it is, names nearby, and what the article is mainly about."""
