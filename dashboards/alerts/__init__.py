"""Cost alerts: one source, as rules for Prometheus and as alerts that Grafana manages."""

from dataclasses import replace

from dashboards._dialect import VICTORIA_METRICS
from dashboards._reading import Label
from dashboards.alerts._grafana import provision
from dashboards.alerts._library import list_alerts
from dashboards.alerts._prometheus import write_recordings, write_rules
from dashboards.alerts._recordings import record
from dashboards.config import Config


__all__ = ["GRAFANA", "OF_VICTORIA_METRICS", "RECORDINGS", "RULES", "generate", "list_alerts"]

RECORDINGS = "alerts/gemini-otel.recordings.yaml"
RULES = "alerts/gemini-otel.rules.yaml"
OF_VICTORIA_METRICS = "alerts/victoriametrics.rules.yaml"
GRAFANA = "alerts/grafana.yaml"


def generate(config: Config) -> dict[str, str]:
    """Every file of the alerts: its path in the folder, and its text."""
    alerts = list_alerts(config)
    return {
        RECORDINGS: write_recordings(record(config)),
        RULES: write_rules(alerts, config.links),
        OF_VICTORIA_METRICS: write_rules(list_alerts(_follow_otlp(config)), config.links),
        GRAFANA: provision(alerts, config.links),
    }


def _follow_otlp(config: Config) -> Config:
    """The same for a VictoriaMetrics that takes OTLP, which names the service itself."""
    selectors = replace(config.selectors, service=Label(VICTORIA_METRICS.service))
    return replace(config, selectors=selectors)
