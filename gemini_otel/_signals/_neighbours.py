"""Notices other instrumentations around the same calls, and says so once."""

import sys
from collections.abc import Iterator, Mapping
from typing import Any, Final

from gemini_otel import _log
from gemini_otel._guard import guarded


_MODULE: Final = "google.genai.models"
_METHODS: Final = tuple(
    (owner, name)
    for owner in ("Models", "AsyncModels")
    for name in ("generate_content", "generate_content_stream", "embed_content")
)
_AT_HOME: Final = ("google.genai", "gemini_otel", "functools")
MARKING: Final = ("opentelemetry.instrumentation.google_genai", "opentelemetry.util.genai")
"""They mark the context of a call, by which it is told call by call whose span stands."""

_SPAN_STANDS: Final = "another_instrumentation_records_this_call"

_MOST_LAYERS: Final = 16


class Lookout:
    """Looks around at the first call, when everybody who wraps has come."""

    __slots__ = ("_is_done",)

    def __init__(self) -> None:
        self._is_done = False

    def look(self) -> None:
        """Says once who else wraps what we observe: both record the usage of each call."""
        if not self._is_done:
            self._is_done = True
            _tell_neighbours()


@guarded
def tell_whose_span_stands() -> None:
    """Says once who observes calls so that ours adds no span to them."""
    if not _log.is_said(_SPAN_STANDS):
        _log.warn_once(
            _SPAN_STANDS,
            instrumentations=find_neighbours() or ["one that uses opentelemetry-util-genai"],
            consequence="the spans of the one that marks its calls stand; gemini_otel adds only "
            "totals and usage events to them",
            fix="to get gemini_otel's spans switch the other instrumentation off, for example "
            "with OTEL_PYTHON_DISABLED_INSTRUMENTATIONS",
        )


@guarded
def _tell_neighbours() -> None:
    found = [name for name in find_neighbours() if not name.startswith(MARKING)]
    if found:
        _log.warn_once(
            "others_wrap_these_calls",
            instrumentations=found,
            consequence="where they make spans, each call has one of theirs beside ours, both with "
            "its usage; the metrics and events of gemini_otel stay exact",
            fix="to have one span a call switch one of them off, for example with "
            "OTEL_PYTHON_DISABLED_INSTRUMENTATIONS, or sum over the spans of one scope only; "
            "wrappers of your own that make no spans need nothing",
        )


def find_neighbours() -> list[str]:
    """The modules that wrap what we observe."""
    return sorted({name for name in _find_makers() if not name.startswith(_AT_HOME)})


def _find_makers() -> Iterator[str]:
    module = sys.modules.get(_MODULE)
    for owner, name in _METHODS:
        layer: Any = vars(getattr(module, owner, object)).get(name)
        for _ in range(_MOST_LAYERS):
            maker = _find_maker(layer)
            if maker:
                yield maker
            layer = getattr(layer, "__wrapped__", None)


def _find_maker(layer: Any) -> str | None:
    """The module that made a wrapper: wrapt's know who calls them, a function where it is from."""
    made_by = getattr(layer, "_self_wrapper", None)
    if made_by is None:
        names: Mapping[str, object] = getattr(layer, "__globals__", {})
        return str(names["__name__"]) if "__name__" in names else None
    return str(getattr(made_by, "__module__", None) or type(made_by).__module__)
