"""Our processors in users' configurations of structlog."""
