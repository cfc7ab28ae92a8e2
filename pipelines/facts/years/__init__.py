"""Years named in a text: absolute, relative, and the dates of laws."""
