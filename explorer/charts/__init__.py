"""Charts and maps of the explorer as SVG, each with its numbers."""
