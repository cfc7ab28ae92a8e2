"""Guarding: who is let in, what an error tells, and exports that no spreadsheet runs."""
