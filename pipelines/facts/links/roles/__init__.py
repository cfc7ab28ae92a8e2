"""What an amount is for: what it measures, and the cue words around it."""
