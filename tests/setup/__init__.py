"""Programs that set everything up in one line, watched from outside."""
