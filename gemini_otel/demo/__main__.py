"""The command line of the demo: `python -m gemini_otel.demo`."""

import argparse
import sys
from typing import Final


_NEEDED: Final = {
    "google": "google-genai",
    "opentelemetry": "opentelemetry-sdk",
    **{name: name for name in ("click", "orjson", "platformdirs", "rich", "sqlalchemy")},
}

_ABOUT: Final = """\
Plays every kind of Gemini call through the real SDK and shows what gemini_otel records of it:
spans, tokens, costs, events and errors. Then it compares the tokens that were served with the
tokens that were recorded, and the cost in the metric with the usage events, with the ledger that
kept them, and with a sum that was worked out by hand. The ledger and its report stay in a temporary
folder.

Without an API key a server on this machine plays Gemini: nothing is billed and no network is
needed. With GEMINI_API_KEY or GOOGLE_API_KEY set, the scenes that make sense there are played
against the real API, on a cheap model and your account.
"""

_EPILOG: Final = """\
The exit code is 0 if every token that was served was recorded exactly once and the cost is the
same from all sides, 1 if not, and 2 if the demo could not run.
"""


def main() -> int:
    """Runs the demo; returns its exit code."""
    arguments = _parse()
    try:
        from gemini_otel.demo._command import run_command

        return run_command(arguments.model, fake=arguments.fake, as_json=arguments.json)
    except ModuleNotFoundError as error:
        return _refuse(error)
    except KeyboardInterrupt:
        return 130


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m gemini_otel.demo",
        description=_ABOUT,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--json", action="store_true", help="print it all as one JSON document")
    parser.add_argument("--fake", action="store_true", help="do not use an API key that is set")
    parser.add_argument(
        "--model",
        metavar="NAME",
        help="another model than gemini-2.5-flash-lite for the real API",
    )
    return parser.parse_args()


def _refuse(error: ModuleNotFoundError) -> int:
    """Names the extra that is missing; anything else that is not found is a fault of ours."""
    package = _NEEDED.get((error.name or "").partition(".")[0])
    if package is None:
        raise error
    sys.stderr.write(
        f"The demo needs {package}, which is not installed: pip install 'gemini-otel[demo]'\n"
    )
    return 2


if __name__ == "__main__":
    sys.exit(main())
