"""The ledger and the console under `opentelemetry-instrument`."""
