"""The pure modules, each alone."""
