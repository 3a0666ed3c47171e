"""Asks whoever keeps events on disk to settle them before the program gets its value."""

from collections.abc import Callable


_settlers: list[Callable[[], None]] = []


def add_settler(settle: Callable[[], None]) -> None:
    """Registers what is called after recording, before the value goes back."""
    _settlers.append(settle)


def remove_settler(settle: Callable[[], None]) -> None:
    """Takes it off again, if it is there."""
    if settle in _settlers:
        _settlers.remove(settle)
