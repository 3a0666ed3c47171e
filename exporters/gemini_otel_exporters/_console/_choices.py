"""How the console is wanted: by argument, else by environment variable."""

import os
from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, NamedTuple, cast

from gemini_otel._config import ConfigurationError


Mode = Literal["text", "json", "quiet", "off"]

MODE_VARIABLE: Final = "GEMINI_OTEL_CONSOLE"
SAMPLE_VARIABLE: Final = "GEMINI_OTEL_CONSOLE_SAMPLE"
_MODES: Final[dict[str, Mode]] = {"text": "text", "json": "json", "quiet": "quiet", "off": "off"}


class Choice(NamedTuple):
    """What is shown.

    Attributes:
        mode: `text`, `json`, `quiet` (as text, without calls that went well) or `off`.
        sample: The share of calls that went well which is shown, from 0 to 1.
    """

    mode: Mode = "text"
    sample: float = 1.0


class _Question(NamedTuple):
    """One setting: where it comes from and what it may be."""

    argument: str
    variable: str
    allowed: str
    parse: Callable[[object], Any]


def choose(
    mode: str | bool | None = None,
    sample: float | None = None,
    environ: Mapping[str, str] | None = None,
) -> Choice:
    """What is asked for: an argument, else its environment variable, else every line as text.

    Args:
        mode: `True` stands for what the variable says, or text; `False` for `off`.
        sample: A share from 0 to 1.
        environ: The environment; the process's own unless given.

    Returns:
        The choice.

    Raises:
        ConfigurationError: One of them is malformed.
    """
    environ = os.environ if environ is None else environ
    given = "off" if mode is False else None if mode is True else mode
    share = _answer(_SAMPLE, sample, environ)
    return Choice(_answer(_MODE, given, environ) or "text", 1.0 if share is None else share)


def _answer(question: _Question, given: object, environ: Mapping[str, str]) -> Any:
    argument, variable, allowed, parse = question
    where = f"argument {argument} (environment variable {variable})"
    if given is None:
        where = f"environment variable {variable} (argument {argument})"
        given = environ.get(variable, "").strip() or None
    if given is None:
        return None
    try:
        return parse(given)
    except (TypeError, ValueError) as error:
        shown = repr(given)[:200]
        raise ConfigurationError(f"gemini_otel: {where} is {shown}; allowed: {allowed}.") from error


def _parse_mode(given: object) -> Mode:
    mode = _MODES.get(str(given).strip().lower())
    if mode is None:
        raise ValueError
    return mode


def _parse_share(given: object) -> float:
    if isinstance(given, bool):
        raise TypeError
    share = float(cast("float", given))
    if not 0 <= share <= 1:
        raise ValueError
    return share


_MODE: Final = _Question("console", MODE_VARIABLE, "text, json, quiet or off", _parse_mode)
_SAMPLE: Final = _Question("console_sample", SAMPLE_VARIABLE, "a share from 0 to 1", _parse_share)
