"""Panels on the names of the conventions: whose series they show, and by which of the names."""

from pathlib import Path

import pytest

from dashboards import _names
from dashboards._dialect import Dialect
from dashboards._queries import latency
from gemini_otel._metrics import INFERENCE_DURATION, OPERATION_DURATION, Metric
from tests.dashboards.asking import Moment
from tests.dashboards.boards import DIALECTS
from tests.dashboards.judging import judge


MOMENT = Moment(0, 600, 60, "10m")


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda one: one.folder)
@pytest.mark.parametrize(("scope", "shown"), [("gemini_otel", 1), ("", 1), ("openlit", 0)])
def test_ours_is_shown_and_that_of_others_is_not(
    tmp_path: Path, dialect: Dialect, scope: str, shown: int
) -> None:
    """A series of our scope counts, and one of a backend that has no scopes; another's does not."""
    series = f'{_names.name(OPERATION_DURATION)}_count{{{dialect.scope}="{scope}"}}'
    selected = MOMENT.fill(dialect.all(OPERATION_DURATION, part="count"))

    assert "" == judge(tmp_path, {series: "1x10"}, f"count({selected}) or vector(0)", shown)


@pytest.mark.parametrize(
    "spoken",
    [(OPERATION_DURATION,), (INFERENCE_DURATION,), (OPERATION_DURATION, INFERENCE_DURATION)],
    ids=["v1.41", "latest", "both"],
)
def test_durations_are_shown_whatever_their_name(
    tmp_path: Path, spoken: tuple[Metric, ...]
) -> None:
    """Calls of up to a second have a median of half a second; who speaks both counts once."""
    series = {
        f'{_names.name(metric)}_bucket{{le="{edge}"}}': "0+10x10"
        for metric in spoken
        for edge in ("1", "+Inf")
    }
    median, buckets = (
        MOMENT.fill(query.text(DIALECTS[0])) for query in (latency.MEDIAN, latency.BUCKETS)
    )

    assert "" == judge(tmp_path, series, median, 0.5)
    assert "" == judge(tmp_path, series, f"round(max(sum by (le) ({buckets})) * 60)", 10)
