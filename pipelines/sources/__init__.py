"""Sources: one file a publisher, and the addresses of the web."""
