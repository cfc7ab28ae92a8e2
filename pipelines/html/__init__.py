"""Markup: the parsed tree, its lines in reading order, what names, heads and short lines say about themselves."""
