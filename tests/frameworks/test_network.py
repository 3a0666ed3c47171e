"""A framework that was told not to phone home does not."""

from tests.frameworks.observing import ALONE, find_ways, observe


def test_nobody_else_is_called(framework: str, called: list[str]) -> None:
    """The program speaks to the Gemini it was given and to nobody else."""
    for way in find_ways(framework):
        observe(framework, ALONE, way)

    assert [] == called
