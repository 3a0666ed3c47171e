"""The public names are exactly those that the packages list."""

import ast
import inspect
from pathlib import Path
from types import ModuleType

import pytest

import gemini_otel
import gemini_otel.testing
import gemini_otel_exporters


PACKAGES = [gemini_otel, gemini_otel.testing, gemini_otel_exporters]
USED = Path(__file__).parent / "typing" / "api.py"


def _listed(package: ModuleType) -> list[str]:
    return list(package.__all__)


def _visible(package: ModuleType) -> set[str]:
    return {
        name
        for name, value in vars(package).items()
        if not name.startswith("_") and not inspect.ismodule(value) and name != "TYPE_CHECKING"
    } - {"Any", "Final"}


def _words(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


@pytest.mark.parametrize("package", PACKAGES)
def test_the_list_is_sorted_and_without_repetition(package: ModuleType) -> None:
    """`__all__` is in order and names nothing twice."""
    assert sorted(set(_listed(package))) == _listed(package)


@pytest.mark.parametrize("package", PACKAGES)
def test_every_listed_name_is_there(package: ModuleType) -> None:
    """Every name in `__all__` can be imported."""
    missing = [name for name in _listed(package) if not hasattr(package, name)]

    assert [] == missing


@pytest.mark.parametrize("package", PACKAGES)
def test_every_visible_name_is_listed(package: ModuleType) -> None:
    """Nothing is public by accident."""
    assert set() == _visible(package) - set(_listed(package))


@pytest.mark.parametrize("package", PACKAGES)
def test_every_listed_name_is_shown_to_the_type_checkers(package: ModuleType) -> None:
    """Every public name is used in `tests/typing/api.py`, which mypy and pyright read."""
    unused = set(_listed(package)) - _words(USED)

    assert set() == unused
