"""Reports what a ledger has recorded."""
