"""Grafana's own types take the boards of Grafana 13."""

import subprocess
from typing import Final

import pytest

from dashboards._files import GENERATED
from dashboards.sql._board import name_board
from dashboards.sql._engine import ENGINES
from tests.dashboards.boards import UIDS
from tests.dashboards.rendering import prepare_host


_OPTIONS = (
    *("--noEmit", "--strict", "--skipLibCheck", "--ignoreConfig"),
    *("--module", "esnext", "--moduleResolution", "bundler", "--target", "es2022"),
)


FORMS: Final = ("v2", *(f"{engine.name}-v2" for engine in ENGINES))
OF_LEDGER: Final = tuple(name_board(engine)[0] for engine in ENGINES)
_MISSPELLED: Final = "misspelled"


@pytest.fixture(scope="module")
def said() -> str:
    """What TypeScript says of all boards, and of one that is wrong."""
    host = prepare_host()
    files = [path for form in FORMS for path in (GENERATED / form).glob("*.json")]
    texts = {path.stem: path.read_text("utf-8") for path in files}
    texts[_MISSPELLED] = texts[UIDS[0]].replace('"RowsLayout"', '"RowzLayout"')
    for name, text in texts.items():
        (host.folder / f"{name}.ts").write_text(
            "import type { Spec } from '@grafana/schema/apis/dashboard.grafana.app/v2';\n"
            f"export const manifest: {{ spec: Spec; [key: string]: unknown }} = {text};\n",
            encoding="utf-8",
        )
    names = [f"{name}.ts" for name in texts]
    done = subprocess.run(
        [host.node, "node_modules/typescript/bin/tsc", *_OPTIONS, *names],
        cwd=host.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


@pytest.mark.parametrize("uid", [*UIDS, *OF_LEDGER])
def test_grafanas_types_take_the_board(said: str, uid: str) -> None:
    """TypeScript finds no fault with the board as Grafana 13's specification."""
    assert [] == [line for line in said.splitlines() if line.startswith(uid)]


def test_grafanas_types_refuse_what_is_misspelled(said: str) -> None:
    """The check can fail: a layout of another name is refused."""
    [fault] = [line for line in said.splitlines() if line.startswith(_MISSPELLED)]

    assert "RowzLayout" in fault
