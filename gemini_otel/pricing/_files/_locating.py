"""Adds to faults the lines on which they are."""

from collections.abc import Iterable, Iterator

from gemini_otel.pricing._files._faults import Fault, Path
from gemini_otel.pricing._files._json_lines import list_json_lines
from gemini_otel.pricing._files._toml_lines import list_toml_lines


def locate(text: str, faults: Iterable[Fault], *, is_toml: bool) -> list[Fault]:
    """The faults of a file, with their lines, in the order of the file.

    A field that is missing is on the line where its record begins.
    """
    lines = dict(reversed(list(_list_lines(text, is_toml=is_toml))))
    found = (fault._replace(line=fault.line or _find(lines, fault.path)) for fault in faults)
    return sorted(found, key=lambda fault: fault.line or 0)


def list_repeats(text: str) -> Iterator[Fault]:
    """Yield each field that a JSON text gives a second time, which JSON itself lets pass."""
    first: dict[Path, int] = {}
    repeated: set[Path] = set()
    for path, line in list_json_lines(text):
        if path not in first:
            first[path] = line
        elif not any(path[:end] in repeated for end in range(1, len(path) + 1)):
            repeated.add(path)
            yield Fault(path, f"it is on line {first[path]} already; keep one of them.", line)


def _list_lines(text: str, *, is_toml: bool) -> Iterator[tuple[Path, int]]:
    return list_toml_lines(text) if is_toml else list_json_lines(text)


def _find(lines: dict[Path, int], path: Path) -> int:
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)
