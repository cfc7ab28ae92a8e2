"""Attached documents: files of every kind made here, and what must be read from them."""
