"""The fake server, tested through the real SDK and through bare sockets."""
