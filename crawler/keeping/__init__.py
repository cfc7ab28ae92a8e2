"""Keeping what was gathered: the two databases held against each other, copied, and freed of what they hold twice."""
