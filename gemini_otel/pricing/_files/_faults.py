"""What is wrong with a price file, and where."""

from collections.abc import Sequence
from typing import NamedTuple


Path = tuple[str | int, ...]
"""The way to a value in a file: the names of its fields, and its places in lists."""


class Fault(NamedTuple):
    """One thing that is wrong.

    Attributes:
        path: The way to the wrong value; empty for the whole file.
        problem: What was given, what is allowed, and how to mend it.
        line: The line it is on, where that is known.
    """

    path: Path
    problem: str
    line: int | None = None

    @property
    def field(self) -> str:
        """The path as people write it, such as `prices[0].usd`; places count from 0."""
        names = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.path)
        return "".join(names).removeprefix(".")

    def under(self, *steps: str | int) -> "Fault":
        """The same fault, seen from further up."""
        return self._replace(path=(*steps, *self.path))


class PriceFileError(ValueError):
    """A price file cannot be used.

    Args:
        file: The file, as it was named.
        faults: All that is wrong with it, the first of which leads the message.

    Attributes:
        file: The file, as it was named.
        faults: All that is wrong with it, in the order of the file.
        line: The line of the first fault, or `None` if it has none.
        field: The field of the first fault, such as `prices[0].usd`, or an empty text.
    """

    def __init__(self, file: str, faults: Sequence[Fault]) -> None:
        self.file: str = file
        self.faults: tuple[Fault, ...] = tuple(faults)
        self.line: int | None = self.faults[0].line
        self.field: str = self.faults[0].field
        super().__init__("\n".join(self._describe(fault) for fault in self.faults))

    def _describe(self, fault: Fault) -> str:
        line = f", line {fault.line}" if fault.line else ""
        field = f", {fault.field}" if fault.path else ""
        return f"gemini_otel: the price file {self.file}{line}{field}: {fault.problem}"
