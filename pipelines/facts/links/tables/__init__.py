"""Links of figures in tables: their heads decide year, province and role before anything is weighed."""
