"""The arguments of a function call that arrived in pieces.

With `stream_function_call_arguments` the server sends values by JSON path, long strings in several
pieces; the SDK passes the pieces on and puts nothing together.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Final, cast

from gemini_otel._content._fields import read, sequence, string


Container = dict[str, object] | list[object]

_STEP: Final = re.compile(r"""\.([^.\[\]]+)|\[(\d{1,6})\]|\[(['"])(.*?)\3\]""")
_MOST_STEPS: Final = 32
_VALUES: Final = ("string_value", "number_value", "bool_value")


def joined_arguments(pieces: Iterable[Mapping[str, object]]) -> dict[str, object]:
    """Puts the arguments of one call together.

    Args:
        pieces: The fields of each piece of the call, in order.

    Returns:
        The arguments; one whose path cannot be followed stays under the path itself.
    """
    whole: dict[str, object] = {}
    streamed: dict[str, object] = {}
    partial: dict[str, list[object]] = {}
    for piece in pieces:
        whole.update(_arguments(piece.get("args")))
        for given in sequence(piece.get("partial_args")):
            fields = read(given) or {}
            partial.setdefault(string(fields.get("json_path")) or "$", []).append(_value(fields))
    for path, values in partial.items():
        _place(streamed, path, _one(values))
    return whole | streamed


def _arguments(given: object) -> dict[str, object]:
    return cast("dict[str, object]", given) if isinstance(given, dict) else {}


def _value(fields: Mapping[str, object]) -> object:
    return next((fields[name] for name in _VALUES if fields.get(name) is not None), None)


def _one(values: Sequence[object]) -> object:
    texts = [value for value in values if isinstance(value, str)]
    return "".join(texts) if texts else values[-1]


def _place(root: dict[str, object], path: str, value: object) -> None:
    steps = _steps(path)
    inner = _reach(root, steps) if steps else None
    if inner is None or not _put(inner, steps[-1], value):
        root[path] = value


def _steps(path: str) -> list[str | int]:
    """The steps of a JSON path, none if it is not a plain one."""
    found = list(_STEP.finditer(path, 1)) if path.startswith("$") else []
    if len(found) > _MOST_STEPS or "".join(match[0] for match in found) != path[1:]:
        return []
    return [int(match[2]) if match[2] else match[1] or match[4] for match in found]


def _reach(root: Container, steps: Sequence[str | int]) -> Container | None:
    """Walks to the object or list of the last step, making what is missing on the way."""
    node: Container = root
    for step, following in pairwise(steps):
        if _get(node, step) is None and not _put(node, step, _empty(following)):
            return None
        child = _get(node, step)
        if not isinstance(child, (dict, list)):
            return None
        node = cast("Container", child)
    return node


def _empty(following: str | int) -> Container:
    return [] if isinstance(following, int) else {}


def _get(node: Container, step: str | int) -> object:
    if isinstance(node, dict):
        return node.get(step) if isinstance(step, str) else None
    return node[step] if isinstance(step, int) and step < len(node) else None


def _put(node: Container, step: str | int, value: object) -> bool:
    if isinstance(node, dict) and isinstance(step, str):
        node[step] = value
        return True
    if isinstance(node, list) and isinstance(step, int) and step <= len(node):
        node[step : step + 1] = [value]
        return True
    return False
