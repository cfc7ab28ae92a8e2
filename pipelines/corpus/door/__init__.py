"""The Python door: a corpus opened to read, its rows as typed records, its answers as frames."""
