"""The boards that ask a ledger in SQL: what they say of themselves, their forms, their looks."""

import json
from collections import Counter
from pathlib import Path
from typing import Any, Final

import pytest
from grafana_foundation_sdk.models.dashboard import Dashboard

from dashboards._files import GENERATED
from dashboards._parts import put_above
from dashboards.sql import _board, _queries
from dashboards.sql._engine import ENGINES, Engine
from dashboards.sql._statement import Query
from tests.browser.chromium import Chromium
from tests.dashboards.boards import list_panels
from tests.dashboards.ledger import open_ledger_past
from tests.dashboards.rendering import VIEWS, prepare_host, take_pictures, write_page
from tests.databases import PostgreSQL


pytest_plugins = ["tests.browser.conftest"]

_QUERIES: Final = [one for one in vars(_queries).values() if isinstance(one, Query)]


def _read(engine: Engine, form: str = "") -> dict[str, Any]:
    uid, _ = _board.name_board(engine)
    text = (GENERATED / f"{engine.name}{form}" / f"{uid}.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


@pytest.fixture(params=ENGINES, ids=lambda one: one.name)
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each of the two databases."""
    found: Engine = request.param
    return found


def test_a_board_says_at_its_top_what_it_is(engine: Engine) -> None:
    """The first panel says which database is asked, and that the numbers are exact."""
    head = _read(engine)["panels"][0]

    assert ("text", 0, 0) == (head["type"], head["gridPos"]["x"], head["gridPos"]["y"])
    assert head["options"]["content"].startswith(f"**{engine.title}: exact.**")


def test_every_panel_says_what_it_shows_and_that_it_is_exact(engine: Engine) -> None:
    """Each description says so, and what it means that the panel is empty."""
    asked = [panel for panel in list_panels(_read(engine)) if "targets" in panel]
    silent = [
        panel["title"]
        for panel in asked
        if _board.EXACT not in panel["description"] or "\n\nEmpty: " not in panel["description"]
    ]

    assert 15 < len(asked)
    assert [] == silent


def test_every_panel_asks_the_chosen_data_source(engine: Engine) -> None:
    """No panel and no query names a data source of somebody else's Grafana."""
    panels = [panel for panel in list_panels(_read(engine)) if "targets" in panel]
    named = [one["datasource"] for panel in panels for one in (panel, *panel["targets"])]

    assert {(engine.plugin, "${ledger}")} == {(one["type"], one["uid"]) for one in named}


def test_no_panel_overlaps_another(engine: Engine) -> None:
    """Every cell of the grid has one panel at most; no two panels share a number."""
    board = _read(engine)
    first = [panel for panel in board["panels"] if panel["type"] != "row"]
    rows = [first, *(one["panels"] for one in board["panels"] if one["type"] == "row")]
    taken = [Counter(cell for panel in row for cell in _list_cells(panel)) for row in rows]
    ids = Counter(panel["id"] for panel in list_panels(board))

    assert {1} == {count for row in taken for count in row.values()}
    assert {1} == {*ids.values()}
    assert 24 > max(x for row in taken for x, _ in row)


def _list_cells(panel: dict[str, Any]) -> list[tuple[int, int]]:
    at = panel["gridPos"]
    columns = range(at["x"], at["x"] + at["w"])
    return [(x, y) for x in columns for y in range(at["y"], at["y"] + at["h"])]


def test_both_forms_ask_the_same(engine: Engine) -> None:
    """The Classic board and that of Grafana 13 have the same queries, variables and panels."""
    classic, spec = _read(engine), _read(engine, "-v2")["spec"]
    asked = {
        panel["title"]: [one["rawSql"] for one in panel.get("targets", ())]
        for panel in list_panels(classic)
    }
    latest = {
        one["spec"]["title"]: [
            query["spec"]["query"]["spec"]["rawSql"]
            for query in one["spec"]["data"]["spec"]["queries"]
        ]
        for one in spec["elements"].values()
    }
    chosen = {one["name"]: one.get("query") for one in classic["templating"]["list"]}
    names = [one["spec"]["name"] for one in spec["variables"]]

    assert asked == latest
    assert [*chosen] == names


def test_the_sdk_reads_what_it_wrote(engine: Engine) -> None:
    """No key of the board is unknown to the SDK: what it drops would be dropped by Grafana."""
    board = _read(engine)
    made = Dashboard.from_json(board)
    put_above(made)
    read = json.loads(json.dumps(made, default=_encode))
    differing = [key for key in board if key != "panels" and board[key] != read[key]]

    assert [] == differing
    assert [one["title"] for one in list_panels(board)] == [
        one["title"] for one in list_panels(read)
    ]


def _encode(one: Any) -> Any:
    return next(iter(one)) if isinstance(one, set) else one.to_json()


def test_no_question_is_written_twice(engine: Engine) -> None:
    """Two queries differ in their names and in their texts, and each is on the board."""
    counted = Counter(one.name for one in _QUERIES) + Counter(one.text(engine) for one in _QUERIES)

    assert {1} == {*counted.values()}
    assert {one.name for one in _QUERIES} == {panel.query.name for panel in _board.list_panels()}


def test_a_ledgers_board_is_drawn(
    postgresql: PostgreSQL, chromium: Chromium, tmp_path: Path
) -> None:
    """Every panel is there with what a real PostgreSQL answers, and nothing is too wide."""
    board = _read(ENGINES[0])
    with open_ledger_past(postgresql) as past:
        page = write_page(prepare_host(), board, past, tmp_path)
    seen = take_pictures(chromium, [page], tmp_path)
    titles = {panel["title"] for panel in list_panels(board)}

    for view in VIEWS:
        told = seen[page.stem, view].value
        assert ("yes", len(titles)) == (told["shown"], told["panels"])
        assert titles <= {text for text, width in told["titles"] if width > 10}
        assert [] == told["cut"]
        assert told["wide"] <= view.width
