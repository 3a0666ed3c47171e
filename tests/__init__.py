"""The tests of gemini_otel, of its exporters and of the repository itself."""
