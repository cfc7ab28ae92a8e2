"""One kept page to its one outcome, in this process or in a reader process."""
