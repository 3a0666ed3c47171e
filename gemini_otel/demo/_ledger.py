"""Keeps the demo's responses in a ledger, which another package of ours has, and reads it back."""

import importlib.metadata
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from gemini_otel.demo._money import Amount, make_amount, spell


if TYPE_CHECKING:
    from rich.console import Console

_GROUP: Final = "gemini_otel.demo"
_NAME: Final = "ledger"
_PREFIX: Final = "gemini-otel-demo-"


class Ledger(Protocol):
    """What the demo knows of it."""

    @property
    def processor(self) -> Any:
        """The log record processor that keeps the responses."""
        ...

    def end(self) -> tuple[int, int, str]:
        """Reads it back: responses, nano-dollars, and the file of the report's page."""
        ...

    def show(self, console: "Console") -> None:
        """Prints the report."""
        ...


@dataclass(frozen=True, slots=True)
class LedgerComparison:
    """The cost as the ledger has it, and as the usage events have.

    Attributes:
        in_ledger: The sum of the ledger.
        in_events: The sum of the usage events.
        responses: How many responses are in the ledger.
        events: How many usage events there were.
        page: The file of the report.
    """

    in_ledger: Amount
    in_events: Amount
    responses: int
    events: int
    page: str

    @property
    def is_exact(self) -> bool:
        """Whether the ledger has every response, and every nano-dollar, once."""
        return (self.in_ledger, self.responses) == (self.in_events, self.events)

    @property
    def verdict(self) -> str:
        """The comparison in one line."""
        sides = (
            f"{spell(self.in_ledger.nano_usd)} of {self.responses} responses in the ledger, "
            f"{spell(self.in_events.nano_usd)} of {self.events} in usage events"
        )
        return f"Kept {sides}: exact." if self.is_exact else f"DIFFERENT: {sides}."


def open_ledger() -> Ledger:
    """A ledger in a fresh folder, which stays.

    Raises:
        LookupError: The package that has ledgers is not installed.
    """
    [point] = importlib.metadata.entry_points(group=_GROUP, name=_NAME)
    ledger: Ledger = point.load()(Path(tempfile.mkdtemp(prefix=_PREFIX)))
    return ledger


def compare_ledger(ledger: Ledger, in_events: Amount, events: int) -> LedgerComparison:
    """Asks both sides."""
    responses, nano, page = ledger.end()
    return LedgerComparison(make_amount(nano), in_events, responses, events, page)
