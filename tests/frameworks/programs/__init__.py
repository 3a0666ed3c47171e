"""What a person writes with each framework; each runs in an environment of its own."""
