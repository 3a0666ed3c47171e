"""A failed attempt is told once: as what the call failed of, or as one that was retried."""

from gemini_otel._capture._observation import comes_of


def test_an_errorcomes_of_what_was_handled() -> None:
    """Also where it names another cause."""
    refused, other = OSError(), LookupError()

    error = ValueError()
    error.__cause__, error.__context__ = other, refused

    assert comes_of(error, refused)
    assert comes_of(error, other)


def test_another_errorcomes_of_nothing() -> None:
    """Neither does none."""
    assert not comes_of(ValueError(), OSError())
    assert not comes_of(None, OSError())


def test_errors_that_are_each_others_cause_end() -> None:
    """A circle is gone around once."""
    one, other = ValueError(), LookupError()
    one.__cause__, other.__cause__ = other, one

    assert not comes_of(one, OSError())


def test_an_error_comes_of_the_first_of_many() -> None:
    """Each raised from the one before it, which names that one twice."""
    first = error = OSError()
    for _ in range(10):
        following = OSError()
        following.__cause__ = following.__context__ = error
        error = following

    assert comes_of(error, first)
