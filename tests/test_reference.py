"""The README says what the code does."""

from gemini_otel import _semconv
from gemini_otel._signals._glossary import ATTRIBUTES, EVENTS
from tests.reference._document import README, rewrite
from tests.reference._tables import TABLES


def test_readme_is_current() -> None:
    """Each table in the README is what the code would write (`python -m tests.reference`)."""
    text = README.read_text()

    assert rewrite(text) == text


def test_readme_has_every_table() -> None:
    """Every table that is written has a place in the README."""
    text = README.read_text()

    assert [] == [name for name in TABLES if f"<!-- table: {name} -->" not in text]


def test_every_attribute_is_explained() -> None:
    """Each attribute and event under `gemini.` has its sentence in the glossary."""
    ours = {
        value
        for name, value in vars(_semconv).items()
        if name.isupper()
        and isinstance(value, str)
        and value.startswith("gemini.")
        and not name.endswith("_PREFIX")
    }

    assert set() == ours - set(ATTRIBUTES) - set(EVENTS)
