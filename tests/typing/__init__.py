"""The public API in use, for the type checkers."""
