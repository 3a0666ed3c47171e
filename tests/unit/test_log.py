"""What our log lines need is loaded at start-up, and not within a call of the user's."""

from tests.programs import run


_LOADED = "print(sorted({'structlog', 'rich'} & {*sys.modules}))"


def test_to_import_us_loads_no_logging() -> None:
    """A program that never instruments pays nothing for our lines."""
    done = run(f"import sys, gemini_otel, gemini_otel_exporters\n{_LOADED}")

    assert "[]\n" == done.output, done.errors


def test_a_first_line_loads_nothing() -> None:
    """`instrument()` has loaded it all, so that a warning costs a call no import."""
    done = run(
        "import sys, gemini_otel\n"
        "from gemini_otel import _log\n"
        "gemini_otel.instrument()\n"
        "known = {*sys.modules}\n"
        "_log.warn('said', what='a word')\n"
        "print(sorted({*sys.modules} - known))\n"
    )

    assert "[]\n" == done.output, done.errors
    assert "event='said' what='a word'\n" == done.errors


def test_a_library_that_cannot_be_loaded_stops_nobody() -> None:
    """The program is instrumented all the same; the fault is counted when a line is lost."""
    done = run(
        "import sys, gemini_otel\n"
        "from gemini_otel import _log\n"
        "sys.modules['structlog'] = None\n"
        "gemini_otel.instrument()\n"
        "print(_log.faults)\n"
        "_log.warn('said')\n"
        "print(_log.faults)\n"
    )

    assert "{}\n{'gemini_otel._log.warn': 1}\n" == done.output, done.errors
