"""Reads several fields at once, which takes a fraction of the time of one after the other."""

import operator
from typing import Final

from gemini_otel._extract._values import read_field


FIELDS_SET: Final = "__pydantic_fields_set__"
"""Where a model says which of its fields were given; Pydantic documents it.

Its property `model_fields_set` takes three times as long.
"""


class Fields:
    """Some fields of a model, or of the dict a user may write in its place.

    Args:
        names: At least two fields, in snake case.
    """

    __slots__ = ("_read_all", "names")

    def __init__(self, *names: str) -> None:
        self.names = names
        self._read_all = operator.attrgetter(*names)

    def read(self, holder: object) -> tuple[object, ...]:
        """Their values in the order of the names; `None` for what is not there."""
        try:
            return self._read_all(holder)
        except AttributeError:  # a dict, or a model of an SDK that lacks one of them
            return tuple(read_field(holder, name) for name in self.names)
