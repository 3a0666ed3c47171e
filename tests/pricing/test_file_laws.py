"""Laws of price files: what is right comes back the same, what is wrong is found where it is."""

import json
import pathlib
from collections.abc import Iterator, Sequence
from importlib.resources import files
from itertools import count
from tempfile import TemporaryDirectory
from typing import Any, Final, TypeGuard

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gemini_otel.pricing._files._faults import Fault, Path, PriceFileError
from gemini_otel.pricing._files._fields import list_fields
from gemini_otel.pricing._files._json_lines import list_json_lines
from gemini_otel.pricing._files._reading import read_packaged, read_user_file
from gemini_otel.pricing._files._toml_lines import list_toml_lines
from gemini_otel.pricing._files._values import is_list, is_table
from gemini_otel.pricing._records import Records
from tests.pricing.price_files import refuse, write


_CATALOG = files("gemini_otel.pricing").joinpath("catalog.json").read_text(encoding="utf-8")
_PRICES: Final[list[dict[str, Any]]] = [
    {field: value for field, value in one.items() if field != "gap_before"}
    for one in json.loads(_CATALOG)["prices"]
]
_WRONG: Final[dict[str, list[Any]]] = {
    "model": [None, "", " gemini-3.8-flash", "models/gemini-3.8-flash", 3],
    "platform": [None, "Vertex", "vertex_ai", ["vertex"]],
    "location": [None, "europe-west4", False],
    "tier": [None, "STANDARD", "cheap", 1],
    "band": [None, "<200000", "200k", ">0200000", 200_000],
    "direction": [None, "thinking", True],
    "modality": [None, [], "text", ["txt"], ["text", "text"]],
    "cached": [None, "true", 1],
    "unit": [None, "1k tokens", "token"],
    "size": [None, "", 720],
    "usd": [None, "", "-1", "1,5", "$1", "1e3", "Infinity", "\u0661", 1, 0.5],
    "from": [None, "2026-13-01", "2026-1-1", "20260101", "soon", 2026],
    "until": ["2026-02-30", "1999-12-31", "", 2026],
    "sources": [None, [], "gem-2026-03", ["no-such-source"]],
    "read": [None, "2026", "2026-13", "yesterday", 2026],
    "confidence": [None, "sure", 1],
    "note": [None, 1, ["x"]],
}
_VALUES: Final[list[Any]] = [
    *(None, True, 1, 0.5, "", [], {}, "a", "3", "2026-01-01", "2026-06-30", ["text"], "ga"),
    *("vertex", ["vertex"], "gemini-3.8-flash", ["gemini-3.8-flash"], "1M tokens", "second"),
    *("input", "output", "storage", "standard", "query", "non_global", "google_maps"),
]
_values = st.sampled_from(_VALUES)
_indexes = st.sets(st.integers(0, len(_PRICES) - 1), min_size=1, max_size=8).map(sorted)
_numbered = st.recursive(
    st.none(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text("ab\"\\.#]'", min_size=1, max_size=3), inner, max_size=3)
    ),
    max_leaves=12,
)


def _read(name: str, text: str) -> Records:
    with TemporaryDirectory() as folder:
        return read_user_file(write(pathlib.Path(folder), name, text))


@pytest.mark.parametrize("ending", ["json", "toml"])
@given(places=_indexes)
def test_round_trip(ending: str, places: list[int]) -> None:
    """Any packaged prices, in a file of a user's, are the same prices, but the user's."""
    document = {"schema": 1, "prices": [_PRICES[place] for place in places]}
    text = json.dumps(document) if ending == "json" else "\n".join(_to_toml(document))
    expected = [read_packaged().prices[place]._replace(is_users=True) for place in places]

    assert expected == list(_read(f"prices.{ending}", text).prices)


@given(place=st.integers(0, len(_PRICES) - 1), data=st.data())
def test_one_wrong_field(place: int, data: st.DataObject) -> None:
    """A right price with one wrong field is refused on the line of that field, and by its name."""
    right = _PRICES[place]
    field = data.draw(st.sampled_from([one for one in right if one in _WRONG]))
    wrong = {**right, field: data.draw(st.sampled_from(_WRONG[field]))}
    fields = (f"{json.dumps(name)}: {json.dumps(value)}" for name, value in wrong.items())
    text = '{"schema": 1, "prices": [{\n' + ",\n".join(fields) + "\n}]}"
    with TemporaryDirectory() as folder:
        error = refuse(write(pathlib.Path(folder), "prices.json", text))

    assert 2 + list(wrong).index(field) == error.line
    assert error.field.startswith(f"prices[0].{field}")


@given(st.data())
def test_anything_is_read_or_refused(data: st.DataObject) -> None:
    """Whatever a file says, it is taken, or refused with faults that have lines and fields."""
    kinds = ("models", "aliases", "prices", "uplifts", "fees", "lifecycle", "discounts")
    document: dict[str, Any] = {
        kind: data.draw(st.lists(_records(kind), max_size=3) | _values)
        for kind in data.draw(st.sets(st.sampled_from(kinds), max_size=3))
    }
    text = json.dumps({"schema": 1, **document}, indent=1)

    assert [] == [one for one in _find_faults(text) if not one.line or not one.field]


def _find_faults(text: str) -> Sequence[Fault]:
    try:
        _read("prices.json", text)
    except PriceFileError as error:
        return error.faults
    return ()


def _records(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    fields = dict.fromkeys(list_fields(kind), _values)
    return st.fixed_dictionaries({}, optional=fields)


@given(st.dictionaries(st.text("abc", min_size=1), _numbered, max_size=4))
def test_lines(shape: dict[str, Any]) -> None:
    """The line of each value of a file is the one that has it, in JSON and in TOML."""
    document = _number(shape, count(1_000))
    for text, listed in (
        (json.dumps(document, indent=1), list_json_lines),
        ("\n".join(_to_toml(document)), list_toml_lines),
    ):
        lines = text.splitlines()
        found = {path: lines[line - 1] for path, line in reversed(list(listed(text)))}

        assert {} == {
            path: number
            for path, number in _list_numbers(document)
            if str(number) not in found.get(path, "")
        }


def _number(shape: Any, numbers: Iterator[int]) -> Any:
    if is_table(shape):
        return {name: _number(value, numbers) for name, value in shape.items()}
    if is_list(shape):
        return [_number(value, numbers) for value in shape]
    return next(numbers)


def _list_numbers(value: object) -> Iterator[tuple[Path, int]]:
    if isinstance(value, int):
        yield (), value
    elif is_table(value):
        for name, inner in value.items():
            yield from (((name, *path), number) for path, number in _list_numbers(inner))
    elif is_list(value):
        for place, inner in enumerate(value):
            yield from (((place, *path), number) for path, number in _list_numbers(inner))


def _to_toml(document: dict[str, Any]) -> Iterator[str]:
    """A document as TOML: lists of tables under headers, other lists an item a line."""
    for name, value in document.items():
        if not _is_tables(value):
            yield f'{_quote(name)} = {_to_value(value)}  # ] and }} and " are no marks here'
    for name, value in document.items():
        for table in value if _is_tables(value) else ():
            yield f"\n[[ {_quote(name)} ]]"
            yield from (f"{_quote(field)}= {_to_value(inner)}" for field, inner in table.items())


def _is_tables(value: object) -> TypeGuard[list[dict[str, object]]]:
    return is_list(value) and bool(value) and all(is_table(one) for one in value)


def _to_value(value: object) -> str:
    if is_table(value):
        fields = (f"{_quote(name)} = {_to_value(inner)}" for name, inner in value.items())
        return f"{{{', '.join(fields)}}}"
    if is_list(value):
        return "[ # [\n" + "".join(f" {_to_value(one)} # ,\n ,\n" for one in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def _quote(name: str) -> str:
    return name if name.isalnum() else json.dumps(name)
