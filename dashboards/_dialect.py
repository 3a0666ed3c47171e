"""What two backends call differently, and the selectors that a board filters with."""

from dataclasses import dataclass
from typing import Final

from dashboards import _names
from gemini_otel._metrics import Metric
from gemini_otel._semconv import ATTRIBUTION_PREFIX, REQUEST_MODEL, SCOPE


TENANT: Final = f"{ATTRIBUTION_PREFIX}tenant"
ENVIRONMENT: Final = "deployment.environment.name"
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
    """

    folder: str
    title: str
    service: str
    scope: str
    instance: str

    def all(self, metric: Metric, *matchers: str, part: str = "") -> str:
        """Every series of a metric, of the chosen services and environments.

        Args:
            metric: The metric.
            matchers: What else has to hold.
            part: The part of a histogram, such as `bucket`.
        """
        chosen = (
            f'{self.service}=~"$service"',
            f'{_names.label(ENVIRONMENT)}=~"$environment"',
            *matchers,
        )
        return self._write(metric, chosen, part)

    def of(self, metric: Metric, *matchers: str, part: str = "") -> str:
        """The series of a metric that the board's variables choose."""
        chosen = (
            f'{_names.label(REQUEST_MODEL)}=~"$model"',
            f'{_names.label(TENANT)}=~"$tenant"',
        )
        return self.all(metric, *chosen, *matchers, part=part)

    def _write(self, metric: Metric, matchers: tuple[str, ...], part: str) -> str:
        # Other instrumentations measure under the names of the convention too.
        shared = metric.name.startswith(_CONVENTION)
        whole = (f'{self.scope}="{SCOPE}"', *matchers) if shared else matchers
        series = f"{_names.name(metric)}_{part}" if part else _names.name(metric)
        return f"{series}{{{', '.join(whole)}}}"


PROMETHEUS: Final = Dialect("classic", "Prometheus or Mimir", "job", "otel_scope_name", "instance")
VICTORIA_METRICS: Final = Dialect(
    "victoriametrics", "VictoriaMetrics", "service_name", "scope_name", "service_instance_id"
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
