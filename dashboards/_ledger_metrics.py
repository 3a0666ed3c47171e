"""What the ledger says of itself in metrics."""

from gemini_otel._metrics import LEDGER_COST, LEDGER_ERRORS, LEDGER_PENDING


__all__ = ("LEDGER_COST", "LEDGER_ERRORS", "LEDGER_PENDING")
