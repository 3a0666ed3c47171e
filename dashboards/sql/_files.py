"""The files of a ledger's boards: one of each form for each database."""

import json
from typing import Any, Final

from grafana_foundation_sdk.cog.encoder import JSONEncoder

from dashboards import _v2
from dashboards.sql import _classic
from dashboards.sql._engine import ENGINES


# How Grafana 13 itself keeps the query of a variable that is a text.
_LEGACY: Final = "__legacyStringValue"

FOLDERS: Final = tuple(f"{engine.name}{form}" for engine in ENGINES for form in ("", "-v2"))


def generate() -> dict[str, str]:
    """Every file: its path in the folder, and its text."""
    files = dict[str, str]()
    for engine in ENGINES:
        board = _classic.build(engine)
        files[f"{engine.name}/{board.uid}.json"] = _write(board)
        files[f"{engine.name}-v2/{board.uid}.json"] = _write(_convert(board))
    return files


def _convert(board: Any) -> Any:
    """The form of Grafana 13; what a choice is made from is no text of PromQL."""
    known = json.loads(_write(_v2.convert(board)))
    for variable in known["spec"]["variables"]:
        if variable["kind"] == "QueryVariable":
            asked = variable["spec"]["query"]
            asked["spec"] = {_LEGACY: variable["spec"]["definition"]}
    return known


def _write(model: Any) -> str:
    return json.dumps(model, cls=JSONEncoder, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
