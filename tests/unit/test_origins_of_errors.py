"""A failed attempt is told once: as what the call failed of, or as one that was retried."""

from gemini_otel._capture._observation import _comes_of


def test_an_error_comes_of_what_was_handled() -> None:
    """Also where it names another cause."""
    refused, other = OSError(), LookupError()

    error = ValueError()
    error.__cause__, error.__context__ = other, refused

    assert _comes_of(error, refused)
    assert _comes_of(error, other)


def test_another_error_comes_of_nothing() -> None:
    """Neither does none."""
    assert not _comes_of(ValueError(), OSError())
    assert not _comes_of(None, OSError())


def test_errors_that_are_each_others_cause_end() -> None:
    """A circle is gone around once."""
    one, other = ValueError(), LookupError()
    one.__cause__, other.__cause__ = other, one

    assert not _comes_of(one, OSError())
