"""Sets up OpenTelemetry for a program in one line."""
