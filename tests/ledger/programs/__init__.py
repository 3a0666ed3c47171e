"""Programs that keep a ledger."""
