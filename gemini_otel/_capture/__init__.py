"""Stands around the SDK's calls and follows each from its start to its one end."""
