"""Drift: shapes of articles, their summaries, the alarm when a source reads otherwise than before, and its history."""
