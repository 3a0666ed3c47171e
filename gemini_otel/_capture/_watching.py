"""What a stream tells whoever observes it."""

from typing import Protocol


class Watched(Protocol):
    """What observes a stream."""

    is_to_enter: bool
    """Whether `enter` and `leave` are to be called around the next step."""

    def enter(self) -> object:
        """Before the SDK gets control."""

    def leave(self, token: object) -> None:
        """After it gave control back."""

    def absorb(self, chunk: object) -> bool | None:
        """A chunk came; true where the end is to be on disk before the app gets it."""

    def exhausted(self) -> None:
        """It came to its end."""

    def closed(self) -> None:
        """The app closed it."""

    def collected(self) -> None:
        """The app dropped it."""

    def failed(self, error: BaseException) -> None:
        """It raised."""


class Unwatched:
    """Observes nothing: for a stream that is not started, and one whose start failed in us."""

    def __init__(self, *, is_to_enter: bool) -> None:
        self.is_to_enter = is_to_enter

    def enter(self) -> object:
        """Nothing to attach."""
        return None

    def leave(self, token: object) -> None:
        """Nothing to take back."""

    def absorb(self, chunk: object) -> None:
        """Nothing to note."""

    def exhausted(self) -> None:
        """Nothing to note."""

    closed = exhausted
    collected = exhausted

    def failed(self, error: BaseException) -> None:
        """Nothing to note."""
