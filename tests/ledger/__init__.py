"""The ledger, tried with real processes, disks and databases."""
