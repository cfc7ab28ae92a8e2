"""Which lines of a page are its body: what is hidden, what is doubled, how far the text goes on, which of it is a table."""
