"""Writes YAML that people read: longer texts as blocks, everything else as JSON writes it."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, cast


_PLAIN: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.:/-]*")
_WORDS: Final = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})


def write(document: Mapping[str, Any], about: str) -> str:
    """A document under lines of comment."""
    head = [f"# {line}" for line in about.splitlines()]
    return "\n".join([*head, *_write_table(document, ""), ""])


def _write_table(table: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, value in table.items():
        yield from _write_entry(f"{indent}{_spell(key)}:", value, indent)


def _write_entry(lead: str, value: Any, indent: str) -> Iterator[str]:
    if value and isinstance(value, Mapping):
        yield lead
        yield from _write_table(cast("Mapping[str, Any]", value), f"{indent}  ")
    elif value and isinstance(value, list | tuple):
        yield lead
        yield from _write_list(cast("Sequence[Any]", value), f"{indent}  ")
    elif isinstance(value, str) and "\n" in value:
        yield f"{lead} |-"
        yield from (f"{indent}  {line}".rstrip() for line in value.splitlines())
    else:
        yield f"{lead} {_spell(value)}"


def _write_list(items: Sequence[Any], indent: str) -> Iterator[str]:
    for item in items:
        if item and isinstance(item, Mapping):
            lines = list(_write_table(cast("Mapping[str, Any]", item), f"{indent}  "))
            yield f"{indent}- {lines[0].lstrip()}"
            yield from lines[1:]
        else:
            yield f"{indent}- {_spell(item)}"


def _spell(value: Any) -> str:
    is_plain = isinstance(value, str) and _PLAIN.fullmatch(value) and value.lower() not in _WORDS
    return str(value) if is_plain else json.dumps(value, ensure_ascii=False)
