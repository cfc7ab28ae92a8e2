"""Documents; those that are generated are built by `python -m docs.build`."""
