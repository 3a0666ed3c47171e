"""Whatever goes wrong in us, beside us or below us, the program does not notice."""
