"""Provinces named in a text, and what the article is mainly about."""
