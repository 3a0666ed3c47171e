"""The names `gemini_otel.testing` offers."""

import pytest

from gemini_otel import testing


def test_the_public_names_are_sorted() -> None:
    """The list of names is in order, so that a new one has one place."""
    assert testing.__all__ == sorted(testing.__all__)


@pytest.mark.parametrize("name", testing.__all__)
def test_a_public_name_is_there(name: str) -> None:
    """Each name can be had, also those that are imported when they are first asked for."""
    assert getattr(testing, name) is getattr(testing, name)


def test_a_name_that_is_not_there() -> None:
    """Another name is an AttributeError, as of any module."""
    with pytest.raises(AttributeError, match="has no attribute 'FakeGpt'"):
        testing.FakeGpt  # noqa: B018 - the access is the test
