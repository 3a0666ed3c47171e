"""Runs the SDK's own tests bare and instrumented at once: `python -m tests.sdk_own`."""

import importlib.metadata
import json
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

from tests.sdk_own import outcomes
from tests.sdk_own.comparison import Comparison


SETTINGS = Path(__file__).with_name("pytest.ini")
BARE = ("tests.sdk_own.surroundings", "tests.sdk_own.outcomes")
INSTRUMENTED = (*BARE, "tests.sdk_own.instrumented")
KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "TMPDIR")


def main() -> int:
    """Run both, print what differs, and return 1 if anything does."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        runs = [_start(folder, "bare", BARE), _start(folder, "instrumented", INSTRUMENTED)]
        for run in runs:
            run.join()
        return _report(_compare(folder))


def _start(folder: Path, name: str, plugins: tuple[str, ...]) -> threading.Thread:
    thread = threading.Thread(target=_run, args=(folder, name, plugins))
    thread.start()
    return thread


def _run(folder: Path, name: str, plugins: tuple[str, ...]) -> None:
    tests = _find_tests()
    loaded = [word for plugin in plugins for word in ("-p", plugin)]
    command = [sys.executable, "-m", "pytest", "-c", str(SETTINGS), f"--rootdir={tests}"]
    pytest = subprocess.Popen(
        [*command, *loaded, str(tests)],
        env=_settings(folder, name),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    for line in pytest.stdout or ():
        print(f"{name}: {line.rstrip()}", flush=True)
    pytest.wait()


def _find_tests() -> Path:
    # Not by importing the package: its tests must be the first to do so, under its own name.
    files = importlib.metadata.files("google-genai") or []
    conftest = next(file for file in files if file.parts[-2:] == ("tests", "conftest.py"))
    return Path(str(conftest.locate())).resolve().parent


def _settings(folder: Path, name: str) -> dict[str, str]:
    # Credentials, certificates and settings of this machine would change what the tests see.
    kept = {key: os.environ[key] for key in KEPT_VARIABLES if key in os.environ}
    return {
        **kept,
        "HOME": str(folder),
        "PYTHONUNBUFFERED": "1",
        "GOOGLE_GENAI_REPLAYS_DIRECTORY": str(folder / "no-recordings"),
        outcomes.VARIABLE: str(folder / f"{name}.json"),
        "CALLS_FILE": str(folder / "calls.json"),
    }


def _compare(folder: Path) -> Comparison:
    seen = _read(folder / "calls.json")
    bare, ours = _read(folder / "bare.json"), _read(folder / "instrumented.json")
    return Comparison(bare, ours, seen.get("calls", {}), seen.get("faults", {}))


def _read(file: Path) -> dict[str, Any]:
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def _report(comparison: Comparison) -> int:
    for target, calls in comparison.calls.items():
        print(f"{calls:6} calls of our wrapper on {target}")
    complaints = list(comparison.complaints())
    for complaint in complaints:
        print(complaint)
    print(
        f"google-genai {importlib.metadata.version('google-genai')}: {len(comparison.bare)} tests, "
        f"{comparison.passed} of them green bare; {len(complaints)} complaints"
    )
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
