"""Codes in words: labels, rules, verdicts and values as pages tell them in either language."""
