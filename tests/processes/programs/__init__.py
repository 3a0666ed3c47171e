"""The programs that the tests of process models run."""
