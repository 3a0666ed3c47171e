"""Files and functions stay as small as the house style asks."""

from statistics import median, quantiles

import pytest

from tests.architecture.sources import LIBRARY, TREES, read


MOST_LINES_OF_A_FILE = 300
MOST_LINES_OF_A_BODY = 40


def _body_lengths(*trees: str) -> list[int]:
    return [source.body_length(one) for source in read(*trees) for one in source.functions()]


def test_there_is_something_to_measure() -> None:
    """The library has more than a hundred functions, so that no measure below is of nothing."""
    assert len(_body_lengths(*LIBRARY)) > 100


def test_no_file_is_too_long() -> None:
    """No file has more than 300 lines."""
    long = {one.name: one.length for one in read(*TREES) if one.length > MOST_LINES_OF_A_FILE}

    assert {} == long


def test_no_function_is_too_long() -> None:
    """No body of a function has more than 40 lines."""
    long = [
        f"{source.name}:{function.name}"
        for source in read(*TREES)
        for function in source.functions()
        if source.body_length(function) > MOST_LINES_OF_A_BODY
    ]

    assert [] == long


@pytest.mark.parametrize("tree", [LIBRARY, ("tests",)], ids=["library", "tests"])
def test_half_of_the_functions_are_tiny(tree: tuple[str, ...]) -> None:
    """The median body has 5 lines at most."""
    assert median(_body_lengths(*tree)) <= 5


@pytest.mark.parametrize("tree", [LIBRARY, ("tests",)], ids=["library", "tests"])
def test_nine_of_ten_functions_are_short(tree: tuple[str, ...]) -> None:
    """Nine bodies out of ten have 20 lines at most."""
    assert quantiles(_body_lengths(*tree), n=10)[-1] <= 20
