"""Measures the ledger: the price of a call, and how fast its spools are moved."""
