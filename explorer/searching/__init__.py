"""The one search, for `corpus search`, `corpus export` and the explorer: what was asked, where it is found, how often over time."""
