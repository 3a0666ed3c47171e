"""Lines about calls of Gemini on the console: for people as text, for machines as JSON."""
