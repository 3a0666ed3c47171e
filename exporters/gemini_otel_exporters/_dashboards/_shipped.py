"""The generated files that come with the package, wherever it was installed from."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple


_INSTALLED: Final = Path(__file__).parent / "generated"
# An editable install has no copy: what is in the repository is used.
_REPOSITORY: Final = Path(__file__).parents[3] / "dashboards" / "generated"


class Shipped(NamedTuple):
    """One file.

    Attributes:
        name: Its path, from the folder that all are in.
        content: Its bytes.
    """

    name: str
    content: bytes


def read_shipped() -> tuple[Shipped, ...]:
    """Every file that comes with the package.

    Raises:
        FileNotFoundError: There are none, so the installation is not whole.
    """
    folder = next((one for one in (_INSTALLED, _REPOSITORY) if one.is_dir()), None)
    if folder is None:
        raise FileNotFoundError(
            "The dashboards are not in this installation: reinstall gemini-otel."
        )
    return tuple(_read(folder))


def _read(folder: Path) -> Iterator[Shipped]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield Shipped(path.relative_to(folder).as_posix(), path.read_bytes())
