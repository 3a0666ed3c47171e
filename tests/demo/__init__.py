"""The demo, run as users run it: a program of its own, in a pipe or on a terminal."""
