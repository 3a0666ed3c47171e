"""An alert, and a series that is recorded for alerts, before they have a form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from dashboards.config import Severity


USD: Final = "{usd}"
COST: Final = "{cost}"
SHARE: Final = "{share}"
NUMBER: Final = "{number}"
RATIO: Final = "{ratio}"
TIME: Final = "{time}"
"""In a summary: the value as dollars, as part of a cent, in percent, whole, as it is, as time."""


@dataclass(frozen=True, slots=True)
class Recording:
    """A series that Prometheus works out itself.

    Attributes:
        name: What it is called.
        expression: What it is.
        labels: Labels it gets beside those of the expression.
    """

    name: str
    expression: str
    labels: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Alert:
    """Something a person should do something about.

    Attributes:
        name: Its name, which is its heading in the runbook.
        severity: critical wakes somebody, warning can wait.
        value: What is looked at.
        limit: What the value must pass: a number, or a query with the labels of the value.
        summary: What has happened, with the amount; `{usd}` and its like stand for the value and
            `{label}` in brackets for a label, as `tell` and `tell_if_there` write them.
        board: The board that shows more.
        lasting: How long it must be so before somebody is told.
        when: A condition that has to hold too.
        is_below: Whether values below the limit are bad, and not those above.
        labels: What tells it from alerts of the same name.
    """

    name: str
    severity: Severity
    value: str
    limit: float | str
    summary: str
    board: str
    lasting: str = "5m"
    when: str = ""
    is_below: bool = False
    labels: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def title(self) -> str:
        """A name that no other alert has."""
        return " ".join((self.name, *self.labels.values()))


def tell(label: str) -> str:
    """A label's value in a summary."""
    return f"{{[{label}]}}"


def tell_if_there(label: str, before: str = "", instead: str = "") -> str:
    """The value of a label that an alert may lack, of which Grafana would say `[no value]`.

    Args:
        label: The label.
        before: What stands before its value.
        instead: What is said where there is none.
    """
    return f"{{[{label}|{before}|{instead}]}}"
