"""What two backends call differently, and the selectors that a board filters with."""

from dataclasses import dataclass, replace
from typing import Final

from dashboards import _names
from dashboards.config import Config
from gemini_otel._metrics import CALLS, Metric
from gemini_otel._semconv import REQUEST_MODEL, SCOPE


ENVIRONMENT: Final = "deployment.environment.name"
VERSION: Final = "service.version"
_CONVENTION: Final = "gen_ai."


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one kind of backend names what OpenTelemetry sends.

    Attributes:
        folder: Where its boards are written.
        title: Its name, as a board says it.
        service: The label of the service.
        scope: The label of the instrumentation scope.
        instance: The label of the process.
        info: The series that has the attributes of a resource as labels.
        environment: The label of the environment.
        tenant: The label of the tenant.
        matchers: What holds of every series that boards look at.
        increases_exactly: Whether `increase` is a difference of samples, not an extrapolation.
    """

    folder: str
    title: str
    service: str
    scope: str
    instance: str
    info: str
    environment: str = _names.label(ENVIRONMENT)
    tenant: str = _names.attribution_label("tenant")
    matchers: str = ""
    increases_exactly: bool = False

    def all(self, metric: Metric, *matchers: str, part: str = "") -> str:
        """Every series of a metric, of the chosen services and environments.

        Args:
            metric: The metric.
            matchers: What else has to hold.
            part: The part of a histogram, such as `bucket`.
        """
        return self._write(metric, (*self.chosen(), *matchers), part)

    def chosen(self) -> tuple[str, ...]:
        """Matchers of the chosen services and environments."""
        given = (self.matchers,) if self.matchers else ()
        return (
            *given,
            f'{self.service}=~"$service"',
            f'{self.environment}=~"$environment"',
        )

    def of(self, metric: Metric, *matchers: str, part: str = "") -> str:
        """The series of a metric that the board's variables choose."""
        chosen = (
            f'{_names.label(REQUEST_MODEL)}=~"$model"',
            f'{self.tenant}=~"$tenant"',
        )
        return self.all(metric, *chosen, *matchers, part=part)

    def _write(self, metric: Metric, matchers: tuple[str, ...], part: str) -> str:
        # Other instrumentations measure under the names of the convention too, and not every
        # backend keeps whose a series is.
        shared = metric.name.startswith(_CONVENTION)
        whole = (f'{self.scope}=~"{SCOPE}|"', *matchers) if shared else matchers
        series = f"{_names.name(metric)}_{part}" if part else _names.name(metric)
        return f"{series}{{{', '.join(whole)}}}"


PROMETHEUS: Final = Dialect(
    "classic", "Prometheus or Mimir", "job", _names.SCOPE_LABEL, "instance", "target_info"
)
VICTORIA_METRICS: Final = Dialect(
    "victoriametrics",
    "VictoriaMetrics",
    "service_name",
    "scope_name",
    "service_instance_id",
    _names.name(CALLS),
    increases_exactly=True,
)


def of_prometheus(config: Config) -> Dialect:
    """Prometheus as a user has set it up."""
    return _follow(replace(PROMETHEUS, service=config.selectors.service), config)


def of_victoria_metrics(config: Config) -> Dialect:
    """VictoriaMetrics as a user has set it up; its OTLP receiver names the service."""
    return _follow(VICTORIA_METRICS, config)


def _follow(dialect: Dialect, config: Config) -> Dialect:
    chosen = config.selectors
    return replace(
        dialect,
        environment=chosen.environment,
        tenant=_names.attribution_label(chosen.tenant),
        matchers=chosen.matchers,
    )


def matches(attribute: str, value: str) -> str:
    """A matcher: the attribute has the value."""
    return f'{_names.label(attribute)}="{value}"'


def resembles(attribute: str, pattern: str) -> str:
    """A matcher: the attribute matches the pattern."""
    return f'{_names.label(attribute)}=~"{pattern}"'


def differs(attribute: str, value: str = "") -> str:
    """A matcher: the attribute is there, and is not the value."""
    return f'{_names.label(attribute)}!="{value}"'
