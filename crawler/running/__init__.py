"""A run: its schedule, leases, records, verdict and messages."""
