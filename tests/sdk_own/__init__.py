"""The tests that google-genai ships of itself, run bare and under our instrumentation."""
