"""How much of a call's content is exported."""

from dataclasses import dataclass, fields
from typing import Final


_SMALLEST: Final = {"max_length": 1, "max_depth": 1, "max_items": 2, "max_total": 1}


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what is exported; whatever exceeds one says how much of it was left out.

    Args:
        max_length: Characters kept of one text, before the marker that says how many were cut.
        max_depth: Levels of lists and objects inside each other.
        max_items: Messages of a call, parts of a message, entries of one list or object.
        max_total: Characters and values in all messages of one call; the newest messages win.

    Raises:
        ValueError: A limit is too small to export anything.
    """

    max_length: int
    max_depth: int = 12
    max_items: int = 256
    max_total: int = 1_000_000

    def __post_init__(self) -> None:
        for entry in fields(self):
            given = getattr(self, entry.name)
            smallest = _SMALLEST[entry.name]
            if given < smallest:
                raise ValueError(
                    f"Limits({entry.name}={given}): expected at least {smallest}; "
                    "to export no content at all, switch capture off instead."
                )
