"""The boards, each of which answers one person's question in its first row."""
