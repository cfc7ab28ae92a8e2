"""Every table of knowledge: its rows act, and what is wrong with one is told."""
