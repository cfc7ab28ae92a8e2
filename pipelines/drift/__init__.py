"""Drift: what was read from a source lately, against what was read from it before."""
