"""Reads a user's TOML file into records, and says in a sentence what does not fit."""

import re
import sys
import typing
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from pathlib import Path
from typing import Any, Final, Literal, NewType, NoReturn, TypeVar


if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


T = TypeVar("T")

Amount = NewType("Amount", float)
Positive = NewType("Positive", float)
Share = NewType("Share", float)
Duration = NewType("Duration", str)
Matchers = NewType("Matchers", str)
Label = NewType("Label", str)

_DURATION: Final = re.compile(r"[1-9][0-9]*[smhdw]")
_MATCHER: Final = r'[a-zA-Z_][a-zA-Z0-9_]*(=|!=|=~|!~)"(?:[^"\\\n]|\\.)*"'
_LABEL: Final = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")
_MATCHERS: Final = re.compile(rf"({_MATCHER}(,{_MATCHER})*)?")


class WrongConfig(Exception):  # noqa: N818 - it is told, not handled
    """A user's file that cannot be followed; its message is one sentence for the user."""


def read_table(path: Path) -> Mapping[str, Any]:
    """The tables of a TOML file.

    Raises:
        WrongConfig: There is no such file, or it is no TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise WrongConfig(f"{path} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongConfig(f"{path} is no TOML: {error}.") from error


def fill(kind: type[T], table: object, where: str) -> T:
    """A record whose fields are the keys of a table; what is left out has its default.

    Args:
        kind: The record's class.
        table: What the file says.
        where: What the table is called, for messages.

    Raises:
        WrongConfig: A key is of no field, a value is of the wrong kind, or one is missing.
    """
    given = _expect_table(table, where)
    hints, known = typing.get_type_hints(kind), [one.name for one in fields(kind)]  # type: ignore[arg-type]  # a dataclass
    for key in given:
        if key not in known:
            raise WrongConfig(f"{where} has no setting {key}: choose among {', '.join(known)}.")
    values = {key: _fit(hints[key], value, f"{where}: {key}") for key, value in given.items()}
    try:
        return kind(**values)
    except TypeError as error:
        needed = (one.name for one in fields(kind) if _is_needed(one))  # type: ignore[arg-type]  # a dataclass
        lacking = [name for name in needed if name not in given]
        raise WrongConfig(f"{where} lacks {', '.join(lacking)}.") from error


def _is_needed(one: Field[Any]) -> bool:
    return one.default is MISSING and one.default_factory is MISSING


def _fit(hint: Any, value: object, where: str) -> Any:
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if is_dataclass(hint):
        return fill(typing.cast("type[Any]", hint), value, where)
    if origin is tuple:
        return tuple(_fit(inner[0], one, where) for one in _expect_list(value, where))
    if origin is Mapping:
        table = _expect_table(value, where)
        return {key: _fit(inner[1], one, f"{where}.{key}") for key, one in table.items()}
    if origin is Literal:
        return _demand(value in inner, value, " or ".join(inner), where)
    return _fit_scalar(hint, value, where)


def _fit_scalar(hint: Any, value: object, where: str) -> Any:
    number = value if isinstance(value, int | float) and not isinstance(value, bool) else -1
    text = value if isinstance(value, str) else "\n"
    is_fit, wanted = {
        Amount: (0 <= number < float("inf"), "a number that is not negative"),
        Positive: (0 < number < float("inf"), "a number above 0"),
        Share: (0 < number < 1, "a share between 0 and 1"),
        Duration: (_DURATION.fullmatch(text), "a duration such as 30m, 6h or 3d"),
        Matchers: (_MATCHERS.fullmatch(text), 'label matchers such as env="prod",job=~"shop.*"'),
        Label: (_LABEL.fullmatch(text), "a label such as job or service_name"),
        str: (isinstance(value, str), "a text"),
    }[hint]
    return _demand(bool(is_fit), value, wanted, where)


def _expect_table(value: object, where: str) -> Mapping[str, Any]:
    _demand(isinstance(value, dict), value, "a table", where)
    return typing.cast("Mapping[str, Any]", value)


def _expect_list(value: object, where: str) -> list[object]:
    _demand(isinstance(value, list), value, "a list of tables", where)
    return typing.cast("list[object]", value)


def _demand(is_fit: bool, value: T, wanted: str, where: str) -> T:
    if not is_fit:
        refuse(where, value, wanted)
    return value


def refuse(where: str, value: object, wanted: str) -> NoReturn:
    """Says what does not fit.

    Raises:
        WrongConfig: Always.
    """
    raise WrongConfig(f"{where} is {value!r}, and must be {wanted}.")


def to_seconds(duration: str) -> int:
    """A duration of one unit in seconds."""
    units = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}
    return int(duration[:-1]) * units[duration[-1]]
