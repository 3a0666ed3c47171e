"""What a reader may use and what a test states is said in words."""

import ast

from tests.architecture.sources import LIBRARY, TREES, read


def test_every_module_says_what_it_is() -> None:
    """Every module has a docstring that opens with a sentence of its own."""
    untold = [
        one.name for one in read(*TREES) if not _opens_with_a_sentence(ast.get_docstring(one.tree))
    ]

    assert [] == untold


def test_every_public_thing_is_documented() -> None:
    """Every public class, function and method of the library has a docstring."""
    bare = [
        name
        for source in read(*LIBRARY)
        for name, node in source.public()
        if not ast.get_docstring(node)
    ]

    assert [] == bare


def test_every_test_states_its_fact() -> None:
    """Every test has a docstring that opens with a sentence of its own."""
    untold = [
        name
        for source in read("tests")
        for name, test in source.tests()
        if not _opens_with_a_sentence(ast.get_docstring(test))
    ]

    assert [] == untold


def _opens_with_a_sentence(docstring: str | None) -> bool:
    return (docstring or "").split("\n\n")[0].endswith(".")
