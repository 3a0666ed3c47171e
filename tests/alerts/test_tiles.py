"""Prometheus and VictoriaMetrics add up the same tiles, to the second."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from dashboards.alerts._recordings import CLOCK, SPENT_5M, record, spent
from dashboards.config import TILE_S, Config
from gemini_otel._metrics import COST
from tests.alerts.scenario import series
from tests.backends.prometheus import Querying, backfill, run_prometheus
from tests.backends.victoria_metrics import VictoriaMetrics, run_victoria_metrics


LAST: Final = 1_795_262_400
"""2026-11-21, 12:00 UTC, when a tile was recorded."""
_SERIES: Final = f'{SPENT_5M}{{budget="overall",month="11"}}'
_TILES: Final = {LAST - TILE_S * n - 60 * k: 10.0 + n for n in range(400) for k in range(5)}
"""The last cost 10 dollars, the one before it 11, and so on; each was recorded every minute."""
_MOMENTS: Final = (LAST, LAST + 1, LAST + 150, LAST + 299)


@pytest.fixture(scope="module", params=["prometheus", "victoria_metrics"])
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Querying]:
    """Each of the two, with tiles as they were recorded."""
    folder = tmp_path_factory.mktemp(request.param)
    tiles = sorted(_TILES.items())
    if request.param == "prometheus":
        lines = "".join(f"{_SERIES} {usd} {at}\n" for at, usd in tiles)
        backfill(folder, f"# TYPE {SPENT_5M} gauge\n{lines}# EOF\n")
        with run_prometheus(folder) as prometheus:
            yield prometheus
    else:
        with run_victoria_metrics(folder) as victoria:
            _import(victoria, *((_SERIES, usd, at) for at, usd in tiles))
            yield victoria


@pytest.mark.parametrize(("window", "tiles"), [("5m", 1), ("30m", 6), ("1h", 12), ("1d", 288)])
@pytest.mark.parametrize("at", _MOMENTS)
def test_a_window_has_its_tiles(server: Querying, window: str, tiles: int, at: float) -> None:
    """Until the next tile is recorded, an hour is the last twelve."""
    assert sum(10.0 + n for n in range(tiles)) == server.ask(spent(window), at)


def _import(server: VictoriaMetrics, *samples: tuple[str, float, int]) -> None:
    page = "".join(f"{line} {value} {at * 1_000}\n" for line, value, at in samples)
    server.post("/api/v1/import/prometheus", page.encode(), "text/plain")
    server.settle()


def test_a_sample_that_comes_late_is_in_a_tile(tmp_path: Path) -> None:
    """What was taken before a tile is recorded, and comes after that, is in the next one."""
    [tile] = [one.expression for one in record(Config()) if one.name == SPENT_5M]
    line, moments = series(COST), range(LAST - 3_600, LAST + 2 * TILE_S, 60)
    with run_victoria_metrics(tmp_path) as server:
        _import(server, *((CLOCK, at - 28_800.0, at) for at in moments))
        _import(server, *((line, 3.0, at) for at in moments if at < LAST - 60))
        first = server.ask(tile, LAST)
        _import(server, (line, 8.0, LAST - 10))
        _import(server, *((line, 8.0, at) for at in moments if at > LAST))
        second = server.ask(tile, LAST + TILE_S)

    assert (0, 5) == (first, second)
