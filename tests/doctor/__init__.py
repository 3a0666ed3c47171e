"""The doctor: what it finds where all is fine, and where it is not."""
