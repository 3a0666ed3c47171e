"""Reading SDK models, and the dicts that stand for them, without running any of their code."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final, cast


_CAMEL: Final = re.compile(r"[a-z][a-zA-Z0-9]{0,31}")
"""Names of the API. Anything else stays as it is, so that a credential is still seen as one."""
_CAPITAL: Final = re.compile(r"([A-Z])")


def read(value: object) -> Mapping[str, object] | None:
    """The fields of a model or of a dict in snake case, or None for any other value."""
    if isinstance(value, dict):
        entries = list(cast("dict[object, object]", value).items())
        return {_snake(key): entry for key, entry in entries if isinstance(key, str)}
    # A property of a model, such as `response.text`, may log a warning: only stored fields count.
    return value.__dict__ if isinstance(value, _model()) else None


def entries(value: object) -> list[tuple[object, object]] | None:
    """The entries of a dict as they are, or the fields of a model that are set."""
    if isinstance(value, dict):
        return list(cast("dict[object, object]", value).items())
    if isinstance(value, _model()):
        return [(name, field) for name, field in value.__dict__.items() if field is not None]
    return None


def sequence(value: object) -> Sequence[object]:
    """The items of a list, the value alone where it is none, nothing for None.

    Strings stay whole, and iterators are not consumed.
    """
    if value is None:
        return ()
    if isinstance(value, (list, tuple)):
        return cast("Sequence[object]", value)
    return (value,)


def string(value: object) -> str | None:
    """The value where it is a string, enum members of strings included."""
    return value if isinstance(value, str) else None


def _snake(name: str) -> str:
    return _CAPITAL.sub(r"_\1", name).lower() if _CAMEL.fullmatch(name) else name


@cache
def _model() -> type:
    """The base of every SDK model.

    Found late: google-genai brings pydantic, and importing us must not load it.
    """
    from pydantic import BaseModel

    return BaseModel
