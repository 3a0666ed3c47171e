"""Settings in a TOML file are followed, and what does not fit is told in a sentence."""

from pathlib import Path

import pytest

from dashboards._reading import Duration, Positive, WrongConfig
from dashboards.alerts import OF_VICTORIA_METRICS, RECORDINGS, RULES, generate
from dashboards.config import Burn, Config, read_config


def _read(folder: Path, text: str) -> Config:
    file = folder / "mine.toml"
    file.write_text(text, encoding="utf-8")
    return read_config(file)


def test_an_empty_file_sets_nothing(tmp_path: Path) -> None:
    """What is left out has its default."""
    assert Config() == _read(tmp_path, "")


def test_settings_reach_the_rules(tmp_path: Path) -> None:
    """Budgets, matchers, a threshold, the service's label and links are where they belong."""
    config = _read(
        tmp_path,
        """
        [selectors]
        matchers = 'env="prod"'
        service = "service_name"
        tenant = "customer"
        [budget]
        month_usd = 720
        tenants_usd = { acme = 36.5 }
        [thresholds]
        quota_share = 0.25
        [links]
        grafana = "https://grafana.example.org/"
        """,
    )
    recordings, rules = (generate(config)[name] for name in (RECORDINGS, RULES))

    assert "vector(720)" in recordings
    assert "vector(36.5)" in recordings
    assert 'gemini_client_cost_usd_total{env="prod",gemini_attribution_customer!=""}' in recordings
    assert "sum by (service_name)" in rules
    assert "by (job" not in rules
    assert "> 0.25" in rules
    assert "https://grafana.example.org/d/gemini-otel-tenants" in rules


def test_victoria_metrics_has_its_own_name_of_the_service() -> None:
    """Whatever Prometheus calls it; nothing else in its rules differs."""
    made = generate(Config())

    assert made[OF_VICTORIA_METRICS] == (
        made[RULES].replace("(job", "(service_name").replace("$labels.job", "$labels.service_name")
    )


def test_budgets_keep_every_digit(tmp_path: Path) -> None:
    """A budget of seven digits and cents is asked for as it was given."""
    text = "[budget]\nmonth_usd = 1234567.89\ntenants_usd = { acme = 7654321 }"
    recordings = generate(_read(tmp_path, text))[RECORDINGS]

    assert "vector(1234567.89)" in recordings
    assert "vector(7654321)" in recordings


def test_windows_of_a_budget_can_be_set(tmp_path: Path) -> None:
    """A burn of one's own takes the place of the four."""
    text = '[[budget.burns]]\nwindow = "2h"\nshort = "1h"\nfactor = 10'
    (burn,) = _read(tmp_path, text).budget.burns

    assert Burn(Duration("2h"), Duration("1h"), Positive(10)) == burn


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "[budgt]",
            "mine.toml has no setting budgt: choose among selectors, budget, thresholds, links.",
        ),
        (
            "[budget]\nmonth_usd = -5",
            "mine.toml: budget: month_usd is -5, and must be a number above 0.",
        ),
        (
            "[budget]\nmonth_usd = true",
            "mine.toml: budget: month_usd is True, and must be a number above 0.",
        ),
        (
            "[budget]\ntenants_usd = { acme = 'x' }",
            "mine.toml: budget: tenants_usd.acme is 'x', and must be a number above 0.",
        ),
        ("budget = 1", "mine.toml: budget is 1, and must be a table."),
        (
            "[budget]\nburns = 3",
            "mine.toml: budget: burns is 3, and must be a list of tables.",
        ),
        (
            "[[budget.burns]]\nwindow = '1h'",
            "mine.toml: budget: burns lacks short, factor.",
        ),
        (
            "[[budget.burns]]\nwindow = '1.5h'",
            (
                "mine.toml: budget: burns: window is '1.5h', and must be a duration such as "
                "30m, 6h or 3d."
            ),
        ),
        (
            "[[budget.burns]]\nwindow = '1h'\nshort = '2m'\nfactor = 5",
            "mine.toml: budget: burns: short is '2m', and must be a multiple of 5m.",
        ),
        (
            2 * "[[thresholds.error_burns]]\nwindow = '1h'\nshort = '5m'\nfactor = 5\n",
            (
                "mine.toml: thresholds: error_burns: window is '1h', and must be that of one burn "
                "only."
            ),
        ),
        (
            "[selectors]\nservice = 'service.name'",
            (
                "mine.toml: selectors: service is 'service.name', and must be a label such as "
                "job or service_name."
            ),
        ),
        (
            "[thresholds]\nquota_share = 5",
            "mine.toml: thresholds: quota_share is 5, and must be a share between 0 and 1.",
        ),
        (
            "[selectors]\nmatchers = 'prod'",
            (
                "mine.toml: selectors: matchers is 'prod', and must be label matchers such as "
                'env="prod",job=~"shop.*".'
            ),
        ),
    ],
)
def test_what_does_not_fit_is_told(text: str, told: str, tmp_path: Path) -> None:
    """The sentence says where, what was given, and what is allowed."""
    with pytest.raises(WrongConfig) as caught:
        _read(tmp_path, text)

    assert told == str(caught.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """So is one that is no TOML."""
    with pytest.raises(WrongConfig, match=r"nowhere\.toml cannot be read: No such file"):
        read_config(tmp_path / "nowhere.toml")
    with pytest.raises(WrongConfig, match=r"mine\.toml is no TOML: "):
        _read(tmp_path, "x")
