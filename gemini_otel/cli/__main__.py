"""Runs the command as `python -m gemini_otel.cli`."""

import sys

from gemini_otel.cli import main


if __name__ == "__main__":
    sys.exit(main())
