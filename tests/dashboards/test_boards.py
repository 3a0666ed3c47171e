"""What holds of every checked-in board, whatever it shows."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from tests.dashboards.boards import BOARDS, FILES, list_panels, read_board


UNITS = {"prefix:$", "percentunit", "bytes", "short", "locale", "s", "none"}
DECIMALS = range(5)
SOURCE = {"type": "prometheus", "uid": "${metrics}"}
RATES = {"per hour", "per minute", "per second", "per 1,000"}


@pytest.fixture(params=FILES, ids="/".join)
def board(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Each checked-in Classic board."""
    return read_board(*request.param)


def test_there_are_eight_boards() -> None:
    """Each board has an address and a title of its own."""
    assert 8 == len({board.uid for board in BOARDS}) == len({board.title for board in BOARDS})


def test_no_two_panels_of_a_board_share_a_number_or_a_title(board: dict[str, Any]) -> None:
    """Links and alerts lead to a panel by its number."""
    panels = [*list_panels(board), *(one for one in board["panels"] if one["type"] == "row")]
    counted = Counter(panel["id"] for panel in panels) + Counter(one["title"] for one in panels)

    assert [] == [key for key, count in counted.items() if count > 1]


def test_every_panel_asks_the_chosen_data_source(board: dict[str, Any]) -> None:
    """No panel and no query names a data source of somebody else's Grafana."""
    named = [
        one["datasource"]
        for panel in list_panels(board)
        for one in (panel, *panel["targets"], *board["annotations"]["list"])
    ]

    assert [] == [one for one in named if one != SOURCE]


def test_every_panel_says_what_it_shows_and_what_an_empty_one_means(board: dict[str, Any]) -> None:
    """Title and description are there, and the description ends with what emptiness means."""
    silent = [
        panel["title"]
        for panel in list_panels(board)
        if not panel["title"] or not re.search(r".{20,}\n\nEmpty: .{20,}\.$", panel["description"])
    ]

    assert [] == silent


def test_every_panel_has_a_known_unit_and_decimals(board: dict[str, Any]) -> None:
    """A number without a unit is misread, and Grafana's own decimals turn $113.27 into $113.

    Lines have as many as they need, and an axis of whole things has none.
    """
    drawn = [(panel, panel["fieldConfig"]["defaults"]) for panel in list_panels(board)]

    assert [] == [panel["title"] for panel, how in drawn if how["unit"] not in UNITS]
    assert [] == [
        panel["title"]
        for panel, how in drawn
        if how.get("decimals") not in ({None, 0} if panel["type"] == "timeseries" else DECIMALS)
    ]


def test_numbers_are_whole(board: dict[str, Any]) -> None:
    """No number of calls is cut to thousands: with an ending and no decimals, 1,499 are 1 K."""
    cut = [
        panel["title"]
        for panel in list_panels(board)
        if panel["type"] in {"stat", "bargauge"}
        and ("short", 0) == _tell_unit(panel["fieldConfig"]["defaults"])
    ]
    cut += [
        panel["title"]
        for panel in list_panels(board)
        for override in panel["fieldConfig"]["overrides"]
        if "short" in [one["value"] for one in override["properties"]]
    ]

    assert [] == cut


def _tell_unit(how: dict[str, Any]) -> tuple[str, int]:
    return how["unit"], how["decimals"]


def test_a_rate_says_per_what(board: dict[str, Any]) -> None:
    """Money and counts over time say of what length of time they are."""
    nameless = [
        panel["title"]
        for panel in list_panels(board)
        if panel["type"] == "timeseries"
        and re.search(r"\* (3600|60)( |$|\))", panel["targets"][0]["expr"])
        and not any(rate in panel["title"] for rate in RATES)
    ]

    assert [] == nameless


def test_money_over_time_is_no_bare_rate(board: dict[str, Any]) -> None:
    """A rate in dollars is a thousandth of a cent a second: it is told by the hour."""
    bare = [
        panel["title"]
        for panel in list_panels(board)
        if panel["fieldConfig"]["defaults"]["unit"] == "prefix:$"
        and panel["type"] == "timeseries"
        and not any("* 3600" in one["expr"] or "1000 *" in one["expr"] for one in panel["targets"])
    ]

    assert [] == bare


def test_lines_follow_the_zoom_and_ranges_are_whole(board: dict[str, Any]) -> None:
    """What is drawn over time asks by $__rate_interval, what is one number never does."""
    mistaken = [
        panel["title"]
        for panel in list_panels(board)
        for one in panel["targets"]
        if "rate(" in one["expr"] and one["range"] and "$__rate_interval" not in one["expr"]
    ]

    assert [] == mistaken


def test_a_rate_has_several_exports_whatever_the_data_source_says(board: dict[str, Any]) -> None:
    """Every query has its own least step, of which Grafana makes $__rate_interval: four minutes.

    Without one it takes the interval of the data source, by default 15 seconds; programs export
    once a minute.
    """
    steps = {one.get("interval") for panel in list_panels(board) for one in panel["targets"]}

    assert {"1m"} == steps


def test_lines_have_a_legend(board: dict[str, Any]) -> None:
    """Every line is named by labels or by words."""
    nameless = [
        panel["title"]
        for panel in list_panels(board)
        if panel["type"] == "timeseries"
        and not (
            panel["options"]["legend"]["showLegend"]
            and all(one["legendFormat"] for one in panel["targets"])
        )
    ]

    assert [] == nameless


def test_no_panel_overlaps_another(board: dict[str, Any]) -> None:
    """Every cell of the grid has one panel at most, in the first row and in each folded one."""
    first = [panel for panel in board["panels"] if panel["type"] != "row"]
    rows = [first, *(one["panels"] for one in board["panels"] if one["type"] == "row")]
    taken = [Counter(cell for panel in row for cell in _list_cells(panel)) for row in rows]

    assert [] == [cell for row in taken for cell, count in row.items() if count > 1]
    assert 24 > max(x for row in taken for x, _ in row)


def _list_cells(panel: dict[str, Any]) -> Iterator[tuple[int, int]]:
    at = panel["gridPos"]
    columns = range(at["x"], at["x"] + at["w"])
    return ((x, y) for x in columns for y in range(at["y"], at["y"] + at["h"]))


def test_few_panels_are_open(board: dict[str, Any]) -> None:
    """A board opens with what answers its question; the rest is folded away."""
    open_ones = [panel for panel in board["panels"] if panel["type"] != "row"]
    folded = [panel["collapsed"] for panel in board["panels"] if panel["type"] == "row"]

    assert len(open_ones) <= 8
    assert all(folded)
    assert folded


def test_variables_can_be_many_and_follow_the_time(board: dict[str, Any]) -> None:
    """A choice among labels takes several or all, and is looked up anew for a new time range."""
    chosen = {one["name"]: one for one in board["templating"]["list"]}
    labels = ["service", "environment", "model", "tenant"]

    assert {"metrics", "traces", *labels} <= {*chosen}
    assert all(
        (True, True, ".*", 2) == (one["multi"], one["includeAll"], one["allValue"], one["refresh"])
        for one in (chosen[name] for name in labels)
    )


def test_boards_lead_to_one_another(board: dict[str, Any]) -> None:
    """A link to all boards stands above the panels, and keeps the time and the variables."""
    [link] = board["links"]

    assert board["tags"] == link["tags"]
    assert (True, True) == (link["keepTime"], link["includeVars"])
    assert "placement" not in link


def test_points_of_a_model_lead_to_its_traces(board: dict[str, Any]) -> None:
    """Every line that is one model's leads to Tempo, Jaeger and Phoenix, beside the board."""
    label = "gen_ai_request_model"
    lacking = [
        panel["title"]
        for panel in list_panels(board)
        if panel["type"] == "timeseries"
        and f"{{{{{label}}}}}" in panel["targets"][0]["legendFormat"]
        and [True] * 3
        != [one["targetBlank"] for one in panel["fieldConfig"]["defaults"].get("links", [])]
    ]

    assert [] == lacking


def test_deploys_prices_and_shutdowns_are_marked(board: dict[str, Any]) -> None:
    """Three kinds of marks are on every board."""
    named = {one["name"]: one["useValueForTime"] for one in board["annotations"]["list"]}

    assert {"Deploys": False, "Price changes": True, "Shutdowns": True} == named


def test_nobody_can_edit_a_provisioned_board(board: dict[str, Any]) -> None:
    """What is edited in Grafana would be lost with the next release."""
    assert board["editable"] is False
