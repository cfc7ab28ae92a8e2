"""Frames: a text cut up for linking, its cue words, and from clause to clause whose figure is told and of which period."""
