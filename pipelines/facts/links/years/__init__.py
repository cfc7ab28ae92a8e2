"""Which year an amount has: the years of its sentence, of its period, of the article and of its date, and what speaks for none."""
