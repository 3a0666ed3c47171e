"""A ledger's place is told without its password, wherever in a URL that is."""

from collections.abc import Callable
from pathlib import Path

import pytest

from gemini_otel import ConfigurationError
from gemini_otel_exporters import LedgerProcessor
from gemini_otel_exporters._ledger._location import find_place


_URLS = [
    "postgresql://me:hidden@host/costs",
    "postgresql://host/costs?user=me&password=hidden",
    "postgresql:///costs?host=host&sslpassword=hidden",
]


@pytest.mark.parametrize("url", _URLS)
def test_no_password_is_shown(url: str) -> None:
    """Log lines and tracebacks have the host and the database."""
    place = find_place(url)

    assert "hidden" not in f"{place} {place!r}"
    assert "host" in str(place)
    assert "costs" in str(place)


@pytest.mark.parametrize("url", _URLS)
def test_a_changed_password_is_the_same_spool(url: str) -> None:
    """What waits is found again."""
    assert find_place(url).spool == find_place(url.replace("hidden", "other")).spool


@pytest.mark.parametrize("url", _URLS)
def test_no_password_is_shown_of_what_is_refused(url: str) -> None:
    """Nor of a database that cannot be a ledger."""
    with pytest.raises(ConfigurationError) as caught:
        find_place(url.replace("postgresql", "mysql"))

    assert "hidden" not in str(caught.value)
    assert "mysql" in str(caught.value)


@pytest.mark.parametrize("spell", [str, "sqlite:///{}".format], ids=["a path", "a URL"])
def test_a_folder_is_refused(spell: Callable[[Path], str], tmp_path: Path) -> None:
    """A folder holds no rows; a file in it is what was meant, and nothing is made beside it."""
    folder = tmp_path / "costs"
    folder.mkdir()
    with pytest.raises(ConfigurationError) as caught:
        LedgerProcessor(spell(folder))

    assert "which is a folder" in str(caught.value)
    assert f"allowed: a file in it, such as {folder / 'ledger.db'}" in str(caught.value)
    assert [folder] == list(tmp_path.iterdir())


def test_parameters_are_refused(tmp_path: Path) -> None:
    """A SQLite ledger has settings of its own, and a parameter is not dropped in silence."""
    with pytest.raises(ConfigurationError) as caught:
        LedgerProcessor(f"sqlite:///{tmp_path}/costs?foo=hidden")

    assert "with parameters (foo), which no SQLite ledger takes" in str(caught.value)
    assert "hidden" not in str(caught.value)
    assert [] == list(tmp_path.iterdir())
