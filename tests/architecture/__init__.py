"""The house style, checked on the syntax tree of every file."""
