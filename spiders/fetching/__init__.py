"""How a request is made: handlers, robots.txt, politeness, and why one failed."""
