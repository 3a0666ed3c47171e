"""The command line: what it prices, estimates and lists."""
