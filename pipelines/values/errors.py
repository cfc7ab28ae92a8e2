"""Errors an operator can mend; each message is one line that names the culprit."""


class DatabaseError(Exception):
    """A database file that cannot be opened or is damaged; the message names the file."""


class KnowledgeError(ValueError):
    """A file below data/ cannot be used; the message names file and key."""
