"""The generated files: what they hold, and how they differ from those of a folder."""

import difflib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from grafana_foundation_sdk.cog.encoder import JSONEncoder

from dashboards import _classic, _v2, alerts
from dashboards._dialect import Dialect, of_prometheus, of_victoria_metrics
from dashboards._library import list_boards
from dashboards._provisioning import compose, provision
from dashboards.config import Config
from dashboards.sql import _files as sql


GENERATED: Final = Path(__file__).parent / "generated"
_OF_BOARDS: Final = ("classic", "v2", "victoriametrics", *sql.FOLDERS)
_SHOWN: Final = 12


def generate(config: Config) -> dict[str, str]:
    """Every file that is handed out: its path in the folder, and its text."""
    return {
        **_generate_classic(of_prometheus(config), config),
        **_generate_classic(of_victoria_metrics(config), config),
        **_generate_v2(config),
        **sql.generate(),
        **alerts.generate(config),
        **provision(),
        **compose(),
    }


def _generate_classic(dialect: Dialect, config: Config) -> dict[str, str]:
    return {
        f"{dialect.folder}/{board.uid}.json": _write(_classic.build(board, dialect, config))
        for board in list_boards(config)
    }


def _generate_v2(config: Config) -> dict[str, str]:
    dialect = of_prometheus(config)
    return {
        f"v2/{board.uid}.json": _write(_v2.convert(_classic.build(board, dialect, config)))
        for board in list_boards(config)
    }


def _write(model: Any) -> str:
    return json.dumps(model, cls=JSONEncoder, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def save(files: Mapping[str, str], folder: Path) -> None:
    """Writes files, and removes boards that are no longer made."""
    for name in _find_left_over(files, folder):
        (folder / name).unlink()
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def compare(files: Mapping[str, str], folder: Path) -> list[str]:
    """What is stale in a folder, in lines for a reader; nothing where all is as generated."""
    told = [f"{name}: is no longer generated" for name in _find_left_over(files, folder)]
    for name, text in files.items():
        path = folder / name
        if not path.exists():
            told.append(f"{name}: is missing")
        elif (found := path.read_text(encoding="utf-8")) != text:
            told += _summarize(name, found, text)
    return told


def _find_left_over(files: Mapping[str, str], folder: Path) -> list[str]:
    found = (path for part in _OF_BOARDS for path in sorted((folder / part).glob("*.json")))
    names = (path.relative_to(folder).as_posix() for path in found)
    return [name for name in names if name not in files]


def _summarize(name: str, found: str, text: str) -> list[str]:
    lines = list(difflib.unified_diff(found.splitlines(), text.splitlines(), n=0, lineterm=""))
    changes = [line for line in lines[2:] if not line.startswith("@@")]
    more = len(changes) - _SHOWN
    return [
        f"{name}: {len(changes)} lines differ",
        *(f"  {line[:160]}" for line in changes[:_SHOWN]),
        *([f"  ... and {more} more"] if more > 0 else []),
    ]
