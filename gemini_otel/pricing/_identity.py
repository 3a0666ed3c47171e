"""Tells models apart by their whole names; what merely begins like a known one is not known."""

import re
from collections.abc import Container, Mapping
from typing import Final


_PATH: Final = re.compile(r"^(?:projects/[^/]+/locations/[^/]+/)?(?:publishers/google/)?models/")
_VERSION: Final = re.compile(r"-\d{3}$")


def strip_path(name: str) -> str:
    """A model's id without the path and the publisher that name it."""
    return _PATH.sub("", name).removeprefix("google/").removeprefix("models/")


def find_model(name: str, models: Container[str], aliases: Mapping[str, str | None]) -> str | None:
    """The id under which a model is priced.

    Args:
        name: As a server or a user named it.
        models: All ids.
        aliases: Other names; those of `None` move without notice.

    Returns:
        The id; `None` if the name is not known, or is that of no certain model. A version, three
        digits behind a known id, has the price of its model (Gemini API, "Model versions").
    """
    stripped = strip_path(name)
    if stripped in models:
        return stripped
    if stripped in aliases:
        return aliases[stripped]
    base = _VERSION.sub("", stripped)
    return base if base in models else None


def is_moving(name: str, aliases: Mapping[str, str | None]) -> bool:
    """Whether a name is known to stand for one model today and another tomorrow."""
    return aliases.get(strip_path(name), "") is None
