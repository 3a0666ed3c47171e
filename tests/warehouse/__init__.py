"""The reports' statements on ClickHouse's own engine, held against the ledger's two databases."""
