"""Boards that ask a ledger's tables in SQL, for money that must be exact."""
