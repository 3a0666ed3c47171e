"""What `setup()` made, as the program holds it."""

import os
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import TYPE_CHECKING, Any

from gemini_otel import _abandoned
from gemini_otel._capture._generation_stream import end_live_streams
from gemini_otel._guard import guarded
from gemini_otel_exporters._setup._assembly import Parts
from gemini_otel_exporters._setup._deadline import run_within


if TYPE_CHECKING:
    from typing_extensions import Self

_PATIENCE_S = 5.0


class Pipeline:
    """Where the telemetry of this process goes; made by `setup()`.

    It ends by itself when the interpreter exits, so that most programs never use it. As a context
    manager it ends with its block: `with setup(): main()`.
    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._ended_in: int | None = None
        self._made_in = os.getpid()
        self._of_child: tuple[Any, ...] = ()

    def flush(self, timeout_s: float = 10.0) -> bool:
        """Exports what was recorded so far, and waits for it.

        Args:
            timeout_s: How long it may take, in seconds, for each signal.

        Returns:
            Whether everything went out in time, as far as the exporters tell.
        """
        _settle()
        targets = (*self._of_child, *self._parts.providers_in_force)
        done = [_flush(one, timeout_s) for one in targets]
        return all(done)

    def shutdown(self) -> None:
        """Exports what is left, and ends; what is recorded after that goes nowhere.

        A provider that the program had before stays; only what was added to it ends. To call it
        again does nothing.
        """
        if self._ended_in == os.getpid():
            return
        self._ended_in = os.getpid()
        _settle()
        _end_each(self._of_child)
        if self._made_in == os.getpid():
            _end_each((*self._parts.providers, *self._parts.added))
        else:
            # A lock that was held when this process was forked is held for ever.
            run_within(_PATIENCE_S, self._end_inherited)

    @property
    def is_shut_down(self) -> bool:
        """Whether it ended in this process."""
        return self._ended_in == os.getpid()

    def __enter__(self) -> "Self":
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.shutdown()

    def _end_inherited(self) -> None:
        _end_each((*self._parts.providers, *self._parts.added))

    def adopt(self, providers: Iterable[Any]) -> None:
        """Takes in the providers that a forked child made for itself.

        Args:
            providers: They end with this pipeline in this process.
        """
        self._of_child = tuple(providers)


def _end_each(parts: Iterable[Any]) -> None:
    for part in parts:
        _call(part.shutdown)


@guarded
def _call(end: Callable[[], object]) -> None:
    end()


@guarded
def _flush(target: Any, timeout_s: float) -> bool:
    return bool(target.force_flush(int(timeout_s * 1000)))


@guarded
def _settle() -> None:
    """Records calls that ended without saying so, and streams that nobody will read on."""
    _abandoned.settle_all()


@guarded
def end_open_streams() -> None:
    """Counts streams as far as they were read, where the process ends."""
    _abandoned.settle_all()
    end_live_streams()
