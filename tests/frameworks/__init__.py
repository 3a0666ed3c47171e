"""Programs of other frameworks that call Gemini, run with and without us."""
