"""The processes of a soak as the one that conducts them knows them."""

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from tests.bench._crew import ROOT, make_environment


if TYPE_CHECKING:
    from typing_extensions import Self


class Process:
    """A program of the soak that answers lines of orders.

    Args:
        module: The program, below `tests.soak`.
        words: Its arguments.
    """

    def __init__(self, module: str, *words: str) -> None:
        self._name = " ".join((module, *words))
        self._process = subprocess.Popen(
            [sys.executable, "-m", f"tests.soak.{module}", *words],
            cwd=ROOT,
            env=make_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> "Self":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def ask(self, **order: object) -> dict[str, Any]:
        """Gives an order and waits for what comes of it."""
        if self._process.stdin is None:
            raise RuntimeError("a process was started without pipes")
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return self.hear()

    def hear(self) -> dict[str, Any]:
        """Waits for the next line.

        Raises:
            RuntimeError: The process ended.
        """
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            raise RuntimeError(f"the process {self._name!r} ended; its traceback is above")
        return dict(json.loads(line))
