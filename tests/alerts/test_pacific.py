"""The clock in PromQL is the one of Los Angeles, through both changes of every year."""

from datetime import datetime, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from dashboards._queries._pacific import PACIFIC_CLOCK
from tests.backends.prometheus import run_prometheus


_ZONE = ZoneInfo("America/Los_Angeles")
_YEARS = range(2024, 2032)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[float, float]:
    """The clock at each hour of eight years, as a real Prometheus works it out."""
    clock: dict[float, float] = {}
    with run_prometheus(tmp_path_factory.mktemp("clock")) as server:
        for year in _YEARS:
            start, end = (_begin(one) for one in (year, year + 1))
            ((_, values),) = server.query_range(PACIFIC_CLOCK, start, end - 3_600, 3_600)
            clock.update(values)
    return clock


def _begin(year: int) -> float:
    return datetime(year, 1, 1, tzinfo=timezone.utc).timestamp()


def test_the_clock_is_that_of_los_angeles(told: dict[float, float]) -> None:
    """Each hour has the date and the hour that the zone's own table says."""
    wrong = [at for at, shown in told.items() if shown != _read_zone(at)]

    assert len(_YEARS) * 8_760 <= len(told)
    assert [] == wrong


def _read_zone(at: float) -> float:
    offset = datetime.fromtimestamp(at, _ZONE).utcoffset()
    assert offset is not None
    return at + offset.total_seconds()


def test_the_clock_turns_to_the_second(tmp_path: Path) -> None:
    """In 2026 summer time begins on March 8, 10:00 UTC, and ends on November 1, 9:00 UTC."""
    spring, autumn = (
        datetime(2026, *day, tzinfo=timezone.utc).timestamp() for day in ((3, 8, 10), (11, 1, 9))
    )
    with run_prometheus(tmp_path) as server:
        behind = [
            at - server.ask(PACIFIC_CLOCK, at) for at in (spring - 1, spring, autumn - 1, autumn)
        ]

    assert [28_800, 25_200, 25_200, 28_800] == behind
