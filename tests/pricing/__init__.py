"""What Gemini costs: the prices, and the arithmetic."""
