"""Opens a ledger for reading only: a reader never blocks a writer, and never moves its log."""

from sqlalchemy import URL, Engine, create_engine

from gemini_otel_exporters._ledger._engines import find_sqlite, open_engine
from gemini_otel_exporters._ledger._location import Place


def open_reader(place: Place) -> Engine:
    """An engine that reads a ledger.

    Args:
        place: The ledger.

    Returns:
        The engine; nothing is connected yet, and nothing is made where there is no ledger.

    Raises:
        ConfigurationError: The driver is not installed.
    """
    if place.file is None:
        return open_engine(place)
    # As a URI, SQLite takes a mode; the characters that mean something in one are spelled out.
    database = f"file:{place.file.as_uri().removeprefix('file://')}"
    url = URL.create("sqlite", database=database, query={"mode": "ro", "uri": "true"})
    return create_engine(url, module=find_sqlite(), hide_parameters=True)
