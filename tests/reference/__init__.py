"""Writes the README's tables of signals and settings from the names in the code."""
