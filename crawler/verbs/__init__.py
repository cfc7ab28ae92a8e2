"""The verbs of `corpus`, one file each: its arguments and its work."""
