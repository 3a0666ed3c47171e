"""What is recorded of a call: the telemetry contract, checked through the real SDK."""
