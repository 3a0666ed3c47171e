"""What a process holds: its memory, that of our own files, and the objects of ours in it."""

import gc
import os
import tracemalloc
from collections import Counter
from pathlib import Path
from typing import Any, Final

import gemini_otel
from gemini_otel import _abandoned
from gemini_otel._capture import _generation_stream
from gemini_otel._signals._tally import Tally


_LIBRARY: Final = str(Path(gemini_otel.__file__).parent)
_APART: Final = ("gemini_otel.testing", "gemini_otel.demo", "gemini_otel.cli")
_STATUS: Final = Path("/proc/self/statm")


def can_read_rss() -> bool:
    """Whether this system tells how much memory a process has in use."""
    return _STATUS.exists()


def read_rss() -> int:
    """The memory of this process that is in use, in bytes."""
    return int(_STATUS.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def start_tracing() -> None:
    """From here on each allocation is known by the line that made it."""
    tracemalloc.start(1)


def read_traced() -> dict[str, int]:
    """Bytes in use that our own files allocated, and all of Python, where these are traced."""
    if not tracemalloc.is_tracing():
        return {}
    ours = tracemalloc.Filter(inclusive=True, filename_pattern=f"{_LIBRARY}/*")
    snapshot = tracemalloc.take_snapshot().filter_traces([ours])
    own = sum(trace.size for trace in snapshot.traces)
    return {"own": own, "all": tracemalloc.get_traced_memory()[0]}


def count_alive() -> Counter[str]:
    """How many objects of each class of ours there are."""
    objects: list[object] = gc.get_objects()
    kinds: list[type[object]] = [type(one) for one in objects]
    return Counter(_name(kind) for kind in kinds if _is_ours(kind))


def find_grown(before: Counter[str], after: Counter[str]) -> dict[str, int]:
    """The classes of which there are more than before, and how many more."""
    return dict(after - before)


def count_waiting() -> dict[str, int]:
    """What is not finished: open streams, ends to be settled, increments to be folded."""
    tallies: list[Any] = [one for one in gc.get_objects() if type(one) is Tally]
    return {
        "open streams": len(_generation_stream._live),  # pyright: ignore[reportPrivateUsage] - no other way
        "ends that wait": len(_abandoned._waiting),  # pyright: ignore[reportPrivateUsage] - as above
        "increments that wait": sum(len(one._queue) for one in tallies),
    }


def _is_ours(kind: type) -> bool:
    module = getattr(kind, "__module__", None)
    return (
        isinstance(module, str)
        and module.startswith("gemini_otel")
        and not (module.startswith(_APART))
    )


def _name(kind: type) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"
