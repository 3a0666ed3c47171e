"""Turns finished calls into spans, metrics and events."""
