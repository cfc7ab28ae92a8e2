"""One article as its page shows it: its text in blocks, the facts marked in it, what changed."""
