"""Reads the package's own prices, and those of a user's file."""

import functools
import json
import os
from importlib.resources import files

from gemini_otel.pricing._files._building import build
from gemini_otel.pricing._records import Records


@functools.cache
def read_packaged() -> Records:
    """The prices that come with the package; read once, and taken to be right."""
    return build(json.loads(files("gemini_otel.pricing").joinpath("catalog.json").read_bytes()))


def read_user_file(path: str | os.PathLike[str]) -> Records:
    """The prices of a user's own file.

    Args:
        path: A file whose name ends in `.toml` or `.json`.

    Returns:
        Its records.

    Raises:
        PriceFileError: The file cannot be read, or something in it is wrong: the message has the
            line, the field, what was given, and what is allowed.
    """
    # Late, because few programs have such a file, and start-up is dear.
    from gemini_otel.pricing._files._parsing import Parsed
    from gemini_otel.pricing._files._schema import check_user_file

    return check_user_file(Parsed(path), read_packaged())
