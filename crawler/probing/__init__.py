"""A look at sources on the web: whether each works as its file says, and what its file should say."""
