"""The marks on graphs: deploys, changes of prices, and models that are shut down."""

from pathlib import Path
from typing import Final

import pytest

from dashboards import _names
from dashboards._annotations import find_annotations
from gemini_otel._metrics import MODEL_SHUTDOWN, PRICE_CHANGE, Metric
from tests.dashboards.asking import Moment
from tests.dashboards.boards import DIALECTS
from tests.dashboards.judging import judge


TEXTS: Final = {
    mark.name: Moment(0, 600, 60, "10m").fill(mark.text) for mark in find_annotations(DIALECTS[0])
}


@pytest.mark.parametrize(
    ("name", "metric"), [("Price changes", PRICE_CHANGE), ("Shutdowns", MODEL_SHUTDOWN)]
)
def test_a_day_is_marked_once(tmp_path: Path, name: str, metric: Metric) -> None:
    """However many processes tell of a model's day, it has one mark, at that day."""
    processes = [f'{_names.name(metric)}{{instance="{n}",gen_ai_response_model="m"}}' for n in "ab"]
    series = dict.fromkeys(processes, "86400x10")

    assert "" == judge(tmp_path, series, f"sum({TEXTS[name]})", 86_400_000)


@pytest.mark.parametrize(
    ("older", "newer", "marks"),
    [("1x10", "_x7 1x3", 1), ("1x10", "1x10", 0), ("_x11", "_x7 1x3", 0)],
    ids=["a new version", "no change", "a new service"],
)
def test_a_deploy_is_a_version_that_a_known_service_did_not_have(
    tmp_path: Path, older: str, newer: str, marks: int
) -> None:
    """Two processes of the new version are one mark; the first version of all is none."""
    series = {
        'target_info{job="shop",instance="a",service_version="1"}': older,
        'target_info{job="shop",instance="b",service_version="2"}': newer,
        'target_info{job="shop",instance="c",service_version="2"}': newer,
    }

    assert "" == judge(tmp_path, series, f"count({TEXTS['Deploys']}) or vector(0)", marks)
