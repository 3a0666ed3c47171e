"""Holds the packaged prices against those of two libraries, and explains every difference."""
