"""Loads the catalog, the packaged part of it once."""

import functools
import os

from gemini_otel.pricing._catalog import Catalog
from gemini_otel.pricing._files import read_packaged, read_user_file


def load_catalog(path: str | os.PathLike[str] | None = None) -> Catalog:
    """All known prices, and your own.

    Args:
        path: A TOML or JSON file with prices of your own, negotiated rates or discounts; they go
            before the packaged prices. See "Prices" in the documentation.

    Returns:
        The catalog; without a path always the same object.

    Raises:
        PriceFileError: The file cannot be read, or says something that is no price.
    """
    if path is None:
        return _load_packaged()
    return Catalog(read_packaged(), read_user_file(path))


@functools.cache
def _load_packaged() -> Catalog:
    return Catalog(read_packaged())
