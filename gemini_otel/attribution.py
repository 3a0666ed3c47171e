"""Says on whose behalf Gemini is called, so that tokens and cost can be told apart by it."""

import contextlib
import functools
from collections.abc import Callable, Generator
from typing import Final, ParamSpec, TypeVar

from opentelemetry import baggage, context
from opentelemetry.context import Context

from gemini_otel import _log
from gemini_otel._config import Settings
from gemini_otel._guard import guarded


P = ParamSpec("P")
R = TypeVar("R")

# A key of our own: an HTTP instrumentation would send baggage to the server.
_KEY: Final = context.create_key("gemini_otel.attribution")
_MOST_KEYS: Final = 16
_MOST_CHARACTERS: Final = 128

Attribution = tuple[tuple[str, str], ...]


@contextlib.contextmanager
def attribution(**keys: str) -> Generator[None]:
    """Marks every Gemini call inside the block, for example `attribution(tenant="acme")`.

    The keys go onto spans and events as `gemini.attribution.<key>`, and onto metrics where the
    setting `metric_attribution_keys` names them. They stay inside the process: nothing is
    written to baggage. They follow tasks and `asyncio.to_thread`; for other threads see `carry`.

    Args:
        **keys: Strings; what is none is told as `str` writes it. A value of `None`, or one that
            cannot be written, leaves its key as it is outside. Keys and values are cut at 128
            characters. An inner block adds to the outer one and wins where both name a key. Of
            more than 16 keys the first hold, those of outer blocks before those of inner ones,
            and one log line says so.

    Yields:
        Nothing.
    """
    given = {key: text for key, value in keys.items() if (text := _spell(value)) is not None}
    merged = {**dict(_own(context.get_current())), **given}
    if len(merged) > _MOST_KEYS:
        _log.warn_once("attribution_keys_bounded", most=_MOST_KEYS, consequence="others are lost")
    token = context.attach(context.set_value(_KEY, _bound(merged)))
    try:
        yield
    finally:
        context.detach(token)


def carry(function: Callable[P, R]) -> Callable[P, R]:
    """Takes the attribution and the current span along into another thread.

    Threads and executors start with an empty context: wrap what they run, at the place that
    starts them, as in `executor.submit(gemini_otel.carry(work), item)`.

    Args:
        function: What the other thread will run.

    Returns:
        A function that runs it in the context of this moment.
    """
    captured = context.get_current()

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        token = context.attach(captured)
        try:
            return function(*args, **kwargs)
        finally:
            context.detach(token)

    return run


def read_attribution(settings: Settings, current: Context) -> Attribution:
    """The attribution in force: what the code set, over the allow-listed baggage entries."""
    own = _own(current)
    if not (settings.attribution_keys and current):
        return own
    from_baggage = {
        key: str(value)
        for key in settings.attribution_keys
        if (value := baggage.get_baggage(key, current)) is not None
    }
    return _bound({**from_baggage, **dict(own)})


def keep_attribution(settings: Settings, current: Context, before: Attribution) -> Context:
    """A context in which an earlier attribution holds, but for the keys that it sets itself."""
    if not before:
        return current
    merged = {**dict(before), **dict(read_attribution(settings, current))}
    return context.set_value(_KEY, _bound(merged), current)


def _own(current: Context) -> Attribution:
    value = current.get(_KEY)
    return value if isinstance(value, tuple) else ()  # pyright: ignore[reportUnknownVariableType] - only we set this key


@guarded
def _spell(value: object) -> str | None:
    """A value as text; to mark a call must not break it."""
    return None if value is None else str(value)


def _bound(keys: dict[str, str]) -> Attribution:
    return tuple(
        (key[:_MOST_CHARACTERS], value[:_MOST_CHARACTERS])
        for key, value in list(keys.items())[:_MOST_KEYS]
    )
