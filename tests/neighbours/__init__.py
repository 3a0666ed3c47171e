"""Other instrumentations of the same SDK, the real ones, switched on beside us."""
