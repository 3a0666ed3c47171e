"""What instrumenting a call costs, measured against the bare SDK and a hand-written minimum."""
