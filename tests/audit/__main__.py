"""Asks pip-audit about the constraints files, after it has shown that it is answered."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final


ROOT: Final = Path(__file__).parents[2]
FILES: Final = ("constraints.txt", "constraints-oldest.txt")
_KNOWN: Final = "jinja2==2.10"
"""Published as vulnerable (CVE-2019-10906): who is told nothing of it is not answered."""
_UNASKED: Final = 2
_UNANSWERED: Final = (
    "AUDIT NOT DONE: the vulnerability service does not know {known}, which is vulnerable.\n"
    "Expected an answer of pypi.org/pypi/NAME/VERSION/json; a proxy or mirror may leave it out.\n"
    "Run `make audit` where that address is reached. Nothing is known of the pins.\n{said}"
)


def main() -> int:
    """Audits all pins; 1 where one is vulnerable or unknown, 2 where the service is silent."""
    with tempfile.TemporaryDirectory() as folder:
        probe = Path(folder) / "probe.txt"
        probe.write_text(f"{_KNOWN}\n", encoding="utf-8")
        asked = _audit(probe)
    if "CVE-2019-10906" not in asked.stdout and "PYSEC-2019-217" not in asked.stdout:
        sys.stderr.write(_UNANSWERED.format(known=_KNOWN, said=asked.stdout + asked.stderr))
        return _UNASKED
    return max(_tell(name) for name in FILES)


def _tell(name: str) -> int:
    done = _audit(ROOT / name)
    sys.stdout.write(f"{name}: {'ok' if done.returncode == 0 else 'FAILED'}\n")
    sys.stdout.write(done.stdout + done.stderr)
    return min(done.returncode, 1)


def _audit(file: Path) -> subprocess.CompletedProcess[str]:
    """Strictly: a package that the service does not know is a failure, and no silence."""
    words = ("--strict", "--no-deps", "--disable-pip", "--progress-spinner", "off", "--aliases")
    command = [sys.executable, "-m", "pip_audit", *words, "--requirement", str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


if __name__ == "__main__":
    sys.exit(main())
