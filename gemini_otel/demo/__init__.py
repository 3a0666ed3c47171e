"""Shows what gemini_otel sees of every kind of Gemini call: `python -m gemini_otel.demo`."""
