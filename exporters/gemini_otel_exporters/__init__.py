"""Exporters for what gemini_otel records; importing this package imports nothing optional."""
