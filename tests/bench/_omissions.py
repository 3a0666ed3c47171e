"""Takes pricing out of gemini_otel, so that the difference shows what it costs."""

from collections.abc import Callable
from typing import Any, Final


_STEP: Final = "_price"


def omit_pricing() -> None:
    """No call is priced, so nothing says what it cost."""
    _replace(_omit)


def repeat_pricing() -> None:
    """Every call is told to cost what the first did; the cost is worked out once."""
    _replace(_repeat)


def _omit(_original: Callable[..., Any]) -> Callable[..., Any]:
    def price(recorder: Any, call: Any, shares: Any) -> None:
        pass

    return price


def _repeat(original: Callable[..., Any]) -> Callable[..., Any]:
    kept: list[Any] = []

    def price(recorder: Any, call: Any, shares: Any) -> Any:
        if not kept:
            kept.append(original(recorder, call, shares))
        return kept[0]

    return price


def _replace(wrap: Callable[[Callable[..., Any]], Callable[..., Any]]) -> None:
    from gemini_otel._signals._recorder import Recorder

    original = getattr(Recorder, _STEP, None)
    if original is None:
        raise RuntimeError(
            f"{Recorder.__qualname__} has no method {_STEP}, which prices a call: name the one "
            "that does in tests/bench/_omissions.py"
        )
    setattr(Recorder, _STEP, wrap(original))
