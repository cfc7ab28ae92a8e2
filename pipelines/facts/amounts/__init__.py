"""Amounts in a text: numbers, units, hedges, per what."""
