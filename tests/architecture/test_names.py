"""Modules have names that say what they are, and import each other by them."""

import ast
from pathlib import PurePath

from tests.architecture.sources import TREES, read


SAYS_NOTHING = {"util", "utils", "helper", "helpers", "common", "base", "misc", "manager"}


def test_no_module_has_an_empty_name() -> None:
    """No module or package is called after nothing, such as `utils`."""
    empty = [
        source.name
        for source in read(*TREES)
        if SAYS_NOTHING & {part.strip("_") for part in PurePath(source.name).with_suffix("").parts}
    ]

    assert [] == empty


def test_every_import_is_absolute() -> None:
    """No import is relative."""
    relative = [
        f"{source.name}:{node.lineno}"
        for source in read(*TREES)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ImportFrom) and node.level
    ]

    assert [] == relative


def test_no_import_takes_everything() -> None:
    """No import is of `*`."""
    starred = [
        f"{source.name}:{node.lineno}"
        for source in read(*TREES)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ImportFrom) and node.names[0].name == "*"
    ]

    assert [] == starred
