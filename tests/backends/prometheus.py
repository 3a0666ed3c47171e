"""A real Prometheus: what it scrapes and judges is the test's to say, and what it knows to ask."""

import contextlib
import json
import math
import subprocess
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tests.backends import binaries
from tests.backends.server import Server, serve, wait_until


class Sample(NamedTuple):
    """One series' value at one moment."""

    labels: dict[str, str]
    value: float


class Querying(Server):
    """A server that answers PromQL: Prometheus or VictoriaMetrics."""

    prefix = "/api/v1"

    def query(self, expression: str, at: float | None = None) -> list[Sample]:
        """What an expression is at one moment; a scalar has no labels.

        Args:
            expression: PromQL.
            at: Seconds since 1970; by default at the moment.
        """
        data = self.get(f"{self.prefix}/query", query=expression, time=at)["data"]
        if data["resultType"] in {"scalar", "string"}:
            return [Sample({}, float(data["result"][1]))]
        return [_read(one["metric"], one["value"]) for one in data["result"]]

    def ask(self, expression: str, at: float | None = None) -> float:
        """The value of an expression that is one series; NaN where it is none."""
        found = self.query(expression, at)
        if len(found) > 1:
            raise AssertionError(f"{expression} is {len(found)} series, not one")
        return found[0].value if found else math.nan

    def query_range(
        self, expression: str, start: float, end: float, step: float
    ) -> list[tuple[dict[str, str], list[tuple[float, float]]]]:
        """Each series of an expression over a time: its labels, and moments with values."""
        asked = {"query": expression, "start": start, "end": end, "step": step}
        data = self.get(f"{self.prefix}/query_range", **asked)["data"]
        return [
            (one["metric"], [(float(at), float(value)) for at, value in one["values"]])
            for one in data["result"]
        ]

    def read_series(self, selector: str) -> list[dict[str, str]]:
        """The labels of every series that a selector fits, of the last hours."""
        found: list[dict[str, str]] = self.get(f"{self.prefix}/series", **{"match[]": selector})[
            "data"
        ]
        return found


class Prometheus(Querying):
    """A running Prometheus."""

    def wait_for_scrapes(self, job: str, count: int = 1) -> None:
        """Waits until the targets of a job have been scraped so often more."""
        counted = f'sum(count_over_time(up{{job="{job}"}}[1h])) or vector(0)'
        wanted = self.ask(counted) + count
        wait_until(lambda: self.ask(counted) >= wanted, what=f"{count} scrapes of {job}")

    def read_alerts(self) -> list[dict[str, Any]]:
        """The alerts that are pending or firing."""
        found: list[dict[str, Any]] = self.get("/api/v1/alerts")["data"]["alerts"]
        return found


def _read(labels: dict[str, str], value: Sequence[Any]) -> Sample:
    return Sample(labels, float(value[1]))


@contextlib.contextmanager
def run_prometheus(
    folder: Path, config: dict[str, Any] | None = None, *options: str
) -> Generator[Prometheus]:
    """A Prometheus within the block.

    Args:
        folder: Where its configuration, its log and its data go; what `backfill` wrote there
            it knows.
        config: Its configuration, as its YAML file has it.
        options: Options beside those of every start, such as `--enable-feature=exemplar-storage`.
    """
    binary = binaries.demand(binaries.PROMETHEUS)
    file = folder / "prometheus.yml"
    file.write_text(json.dumps(config or {}), encoding="utf-8")
    given = (
        f"--config.file={file}",
        f"--storage.tsdb.path={folder / 'data'}",
        "--storage.tsdb.retention.time=400d",
        "--storage.tsdb.no-lockfile",
        "--web.listen-address=127.0.0.1:{port}",
        *options,
    )
    with serve(binary, given, folder, ready="/-/ready") as server:
        yield Prometheus(server.url, server.process, server.log)


def run_promtool(*words: str, cwd: Path | None = None) -> "subprocess.CompletedProcess[str]":
    """What promtool says, whatever it says."""
    path = binaries.demand(binaries.PROMTOOL).path
    return subprocess.run(
        [path, *words], capture_output=True, text=True, timeout=600, check=False, cwd=cwd
    )


def backfill(folder: Path, openmetrics: str) -> None:
    """Writes samples with times of their own into the data of a Prometheus that does not run yet.

    Args:
        folder: The folder that `run_prometheus` will be given.
        openmetrics: An OpenMetrics page; each sample has its time, and it ends in `# EOF`.
    """
    page = folder / "backfill.txt"
    page.write_text(openmetrics, encoding="utf-8")
    made = run_promtool(
        "tsdb", "create-blocks-from", "openmetrics", str(page), str(folder / "data")
    )

    assert 0 == made.returncode, made.stdout + made.stderr
