"""The programs that the tests of the set-up run."""
