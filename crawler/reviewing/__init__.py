"""Reviewing: the desk where a person decides the least certain figures (`corpus review`), readings in words (`corpus read --explain`)."""
