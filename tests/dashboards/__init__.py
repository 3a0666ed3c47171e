"""The boards: what they hold, what they ask, and what they look like."""
