"""Headlines of pages of no known family: the lines that may be it, what speaks for and against each, and the choice."""
