"""What happened beside the calls: deploys, changes of prices, and models that are shut down."""

from dataclasses import dataclass

from dashboards import _names
from dashboards._dialect import VERSION, Dialect
from gemini_otel._metrics import MODEL_SHUTDOWN, PRICE_CHANGE, Metric
from gemini_otel._semconv import RESPONSE_MODEL


@dataclass(frozen=True, slots=True)
class Annotation:
    """Marks on every graph.

    Attributes:
        name: What the marks are.
        text: Where they are, in PromQL.
        title: What each says, with labels.
        colour: Of the marks.
        is_time: Whether values are the times of the marks, in milliseconds.
    """

    name: str
    text: str
    title: str
    colour: str
    is_time: bool = False


def find_annotations(to: Dialect) -> tuple[Annotation, ...]:
    """The marks of every board."""
    model = f"{{{{{_names.label(RESPONSE_MODEL)}}}}}"
    return (
        Annotation("Deploys", _deploys(to), _name_deploy(to), "blue"),
        Annotation(
            "Price changes",
            _mark_days(to, PRICE_CHANGE),
            f"{model} costs something else",
            "orange",
            is_time=True,
        ),
        Annotation(
            "Shutdowns",
            _mark_days(to, MODEL_SHUTDOWN),
            f"{model} is shut down",
            "red",
            is_time=True,
        ),
    )


def _mark_days(to: Dialect, metric: Metric) -> str:
    """One a model, however many processes tell of it."""
    return f"max by ({_names.label(RESPONSE_MODEL)}) ({to.all(metric)}) * 1000"


def _name_deploy(to: Dialect) -> str:
    return f"{{{{{to.service}}}}} {{{{{_names.label(VERSION)}}}}}"


def _deploys(to: Dialect) -> str:
    """Versions that were not there five minutes before, of services that were."""
    version = _names.label(VERSION)
    seen = f'{to.info}{{{", ".join(to.chosen())}, {version}!=""}}'
    return (
        f"count by ({to.service}, {version}) ({seen})"
        f" unless count by ({to.service}, {version}) ({seen} offset 5m)"
        f" and on ({to.service}) count by ({to.service}) ({seen} offset 5m)"
    )
