"""The generated rules at work: servers that judge by them, and tell a webhook on loopback."""

import contextlib
import re
import time
from collections.abc import Generator, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from dashboards._reading import Positive
from dashboards.alerts import RECORDINGS, RULES, generate
from dashboards.alerts._recordings import SPENT_5M
from dashboards.config import TILE_S, Budget, Config
from tests.backends.alertmanager import Webhook, run_alertmanager
from tests.backends.prometheus import Prometheus, run_prometheus


_TILES: Final = 10
_TILE_USD: Final = 123.45
SPENT_USD: Final = 1_234.5
"""In the last hour, and in this month where an hour of it is over."""


def write_rules(folder: Path, month_usd: float, rules: str = RULES) -> list[str]:
    """The generated files, but judged every second, without patience for anything.

    Args:
        folder: Where they go.
        month_usd: The budget of a month.
        rules: Which of the files of rules.
    """
    made = generate(Config(budget=Budget(month_usd=Positive(month_usd))))
    names = (RECORDINGS, rules)
    files = [folder / Path(one).name for one in names]
    for file, one in zip(files, names, strict=True):
        text = made[one].replace('interval: "1m"', "interval: 1s")
        text = text.replace(" offset 1m", "").replace("offset 6m", "offset 5m")
        file.write_text(re.sub(r'for: "\w+"', "for: 0s", text), encoding="utf-8")
    return [str(file) for file in files]


def list_tiles() -> Iterator[tuple[str, float, int]]:
    """Ten tiles of the last hour, as they were recorded every minute: series, value and time."""
    month = datetime.now(ZoneInfo("America/Los_Angeles")).month
    last = int(time.time()) // TILE_S * TILE_S
    series = f'{SPENT_5M}{{budget="overall",month="{month}"}}'
    for at in range(last - _TILES * TILE_S + 60, last + 1, 60):
        yield series, _TILE_USD, at


@contextlib.contextmanager
def watch(folder: Path, webhook: Webhook, config: Mapping[str, Any]) -> Generator[Prometheus]:
    """A Prometheus that has its Alertmanager told, within the block.

    Args:
        folder: Where everything goes.
        webhook: Who is told.
        config: What Prometheus scrapes, and its rules.
    """
    with run_alertmanager(folder, webhook) as alertmanager:
        targets = [{"targets": [alertmanager.url.removeprefix("http://")]}]
        whole = {**config, "alerting": {"alertmanagers": [{"static_configs": targets}]}}
        options = ("--web.enable-lifecycle", "--rules.alert.resend-delay=1s")
        with run_prometheus(folder, whole, *options) as prometheus:
            yield prometheus
