"""What `make` runs: environments, checks and their totals, with the standard library only."""
