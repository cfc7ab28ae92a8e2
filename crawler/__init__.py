"""Running: settings, the `corpus` command, verdicts, replay, progress. Nothing imports this room by name."""
