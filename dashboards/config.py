"""What a user may set of the boards and alerts: budgets, selectors, thresholds and links."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from dashboards._reading import (
    Amount,
    Duration,
    Label,
    Matchers,
    Positive,
    Share,
    fill,
    read_table,
    refuse,
    to_seconds,
)


TILE_S: Final = 300
"""Spend is recorded in tiles of five minutes."""

Severity = Literal["critical", "warning"]


@dataclass(frozen=True, slots=True)
class Burn:
    """A pair of windows: both must burn `factor` times as fast as the budget lasts.

    Attributes:
        window: What is looked at, such as `1h`; of budgets a multiple of `5m`.
        short: A window at whose end the burning still goes on, so that the alert ends soon.
        factor: How many times as fast as a budget that is just used up.
        severity: critical wakes somebody, warning can wait.
    """

    window: Duration
    short: Duration
    factor: Positive
    severity: Severity = "warning"


# The windows of the SRE workbook's chapter on alerting on SLOs.
BURNS: Final = (
    Burn(Duration("1h"), Duration("5m"), Positive(14.4), "critical"),
    Burn(Duration("6h"), Duration("30m"), Positive(6), "critical"),
    Burn(Duration("1d"), Duration("2h"), Positive(3)),
    Burn(Duration("3d"), Duration("6h"), Positive(1)),
)


@dataclass(frozen=True, slots=True)
class Selectors:
    """Which series are looked at.

    Attributes:
        matchers: Prometheus label matchers, such as `env="prod",job=~"shop.*"`.
        steady: Label matchers of what reports at all times, whose silence is an alert: jobs that
            come and go are left out by such as `job!~"nightly.*"`.
        service: The label that tells services apart: `job`, or `service_name` where
            VictoriaMetrics takes OTLP.
        environment: The label that tells environments apart.
        tenant: The attribution key of tenants, one of the library's metric_attribution_keys.
    """

    matchers: Matchers = Matchers("")
    steady: Matchers = Matchers("")
    service: Label = Label("job")
    environment: Label = Label("deployment_environment_name")
    tenant: str = "tenant"


@dataclass(frozen=True, slots=True)
class Budget:
    """What may be spent in a Pacific month, the one Google invoices by.

    Attributes:
        month_usd: All that is selected, in US dollars.
        tenants_usd: Single tenants, by name, in US dollars.
        warn_share: The share of a budget that is warned of when it is spent.
        burns: How fast is too fast.
    """

    month_usd: Positive = Positive(1_000)
    tenants_usd: Mapping[str, Positive] = field(default_factory=dict[str, Positive])
    warn_share: Share = Share(0.8)
    burns: tuple[Burn, ...] = BURNS


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where alerts fire; every floor keeps a rule silent where there is too little to judge.

    Attributes:
        anomaly_factor: An hour's spend, in times of the same hour of the three weeks before.
        anomaly_floor_usd: An hour's spend below which nothing is anomalous.
        cost_factor: Cost per call of 30 minutes, in times of the day before.
        cost_floor_calls: Calls in 30 minutes, and in the day before.
        thinking_factor: Thinking's share of what was spent on output, in times of the day before.
        thinking_floor_usd: Spend on thinking in an hour.
        cache_factor: Cached share of input tokens, in times of the day before; below it fires.
        cache_floor_tokens: Input tokens in an hour.
        cache_floor_share: The cached share of the day before.
        grounding_factor: Spend on grounding in an hour, in times of the day's mean hour before.
        grounding_floor_usd: Spend on grounding in an hour.
        unpriced_calls: Billed calls without a whole price in 15 minutes, left streams aside.
        incomplete_share: Answers of a model in an hour that were left before their usage was known.
        quota_share: Attempts that one kind of quota refused in 15 minutes, of all.
        quota_exhausted_attempts: Attempts in 15 minutes refused for a quota that waiting for
            seconds does not free.
        objective: The share of calls that ought to succeed.
        error_burns: How fast the rest may be used up.
        overloaded_share: Attempts at a model refused for lack of Google's capacity in 15 minutes.
        max_tokens_share: Answers of a model in an hour that their output budget ended.
        blocked_share: Responses of a model in an hour that were withheld.
        recitation_share: Answers of a model in an hour that were stopped for reciting.
        floor_calls: Calls below which no share of calls is judged, in the share's own window.
        floor_events: Calls or attempts of the kind that is watched, such as failed ones, below
            which their share is not judged, in its own window; half ones make up for what
            `increase` adds.
        shutdown_days: Before a model's shutdown, to be warned.
        shutdown_critical_days: Before a model's shutdown, to be woken.
        prices_days: Since the packaged prices were compared with their sources.
        ledger_errors: Responses in 15 minutes that the ledger did not get.
        ledger_outages: Tries to write the ledger that failed in 5 minutes.
        retries_per_call: Retried attempts per call in 15 minutes.
        retries_floor: Retried attempts in 15 minutes.
    """

    anomaly_factor: Positive = Positive(3)
    anomaly_floor_usd: Amount = Amount(1)
    cost_factor: Positive = Positive(2)
    cost_floor_calls: Amount = Amount(20)
    thinking_factor: Positive = Positive(1.5)
    thinking_floor_usd: Amount = Amount(1)
    cache_factor: Share = Share(0.5)
    cache_floor_tokens: Amount = Amount(100_000)
    cache_floor_share: Share = Share(0.1)
    grounding_factor: Positive = Positive(3)
    grounding_floor_usd: Amount = Amount(1)
    unpriced_calls: Amount = Amount(0)
    incomplete_share: Share = Share(0.1)
    quota_share: Share = Share(0.05)
    quota_exhausted_attempts: Amount = Amount(0)
    objective: Share = Share(0.99)
    error_burns: tuple[Burn, ...] = BURNS
    overloaded_share: Share = Share(0.1)
    max_tokens_share: Share = Share(0.1)
    blocked_share: Share = Share(0.05)
    recitation_share: Share = Share(0.02)
    floor_calls: Amount = Amount(20)
    floor_events: Amount = Amount(4.5)
    shutdown_days: Positive = Positive(30)
    shutdown_critical_days: Positive = Positive(7)
    prices_days: Positive = Positive(45)
    ledger_errors: Amount = Amount(0)
    ledger_outages: Amount = Amount(0)
    retries_per_call: Positive = Positive(0.5)
    retries_floor: Amount = Amount(20)


@dataclass(frozen=True, slots=True)
class Links:
    """Where alerts point to.

    Attributes:
        grafana: Grafana's address, such as `https://grafana.example.org`; without one the links
            are paths, which Grafana itself follows.
        runbook: The address of docs/runbook.md.
        data_source: The uid of Grafana's Prometheus data source, for Grafana-managed alerts.
    """

    grafana: str = ""
    runbook: str = "docs/runbook.md"
    data_source: str = "prometheus"


@dataclass(frozen=True, slots=True)
class Config:
    """All that a user may set; each part is a table of the TOML file.

    Attributes:
        selectors: Which series are looked at.
        budget: What may be spent.
        thresholds: Where alerts fire.
        links: Where alerts point to.
    """

    selectors: Selectors = Selectors()
    budget: Budget = Budget()
    thresholds: Thresholds = Thresholds()
    links: Links = Links()


def read_config(path: Path) -> Config:
    """A user's settings; what the file leaves out has its default.

    Args:
        path: A TOML file.

    Raises:
        WrongConfig: The file cannot be read, or sets what is not there or cannot be.
    """
    config = fill(Config, read_table(path), path.name)
    of_budget, of_errors = config.budget.burns, config.thresholds.error_burns
    _tell_apart(of_budget, f"{path.name}: budget: burns")
    _tell_apart(of_errors, f"{path.name}: thresholds: error_burns")
    for burn in of_budget:
        for key, given in (("window", burn.window), ("short", burn.short)):
            if to_seconds(given) % TILE_S:
                refuse(f"{path.name}: budget: burns: {key}", given, "a multiple of 5m")
    return config


def _tell_apart(burns: tuple[Burn, ...], where: str) -> None:
    """Refuses two of one window: an alert is known by it."""
    windows = [burn.window for burn in burns]
    for number, window in enumerate(windows):
        if window in windows[:number]:
            refuse(f"{where}: window", window, "that of one burn only")
