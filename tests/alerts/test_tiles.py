"""Prometheus and VictoriaMetrics add up the same tiles, to the second."""

from collections.abc import Iterator
from typing import Final

import pytest

from dashboards.alerts._recordings import SPENT_5M, spent
from dashboards.config import TILE_S
from tests.backends.prometheus import Querying, backfill, run_prometheus
from tests.backends.victoria_metrics import run_victoria_metrics


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
            page = "".join(f"{_SERIES} {usd} {at * 1_000}\n" for at, usd in tiles)
            victoria.post("/api/v1/import/prometheus", page.encode(), "text/plain")
            victoria.settle()
            yield victoria


@pytest.mark.parametrize(("window", "tiles"), [("5m", 1), ("30m", 6), ("1h", 12), ("1d", 288)])
@pytest.mark.parametrize("at", _MOMENTS)
def test_a_window_has_its_tiles(server: Querying, window: str, tiles: int, at: float) -> None:
    """Until the next tile is recorded, an hour is the last twelve."""
    assert sum(10.0 + n for n in range(tiles)) == server.ask(spent(window), at)
