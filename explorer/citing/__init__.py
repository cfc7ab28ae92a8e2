"""Citing what the explorer shows: an article, a figure in it, an answer, a chart; with the version of the corpus it was seen in."""
