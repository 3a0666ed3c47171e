"""Attribute sets of metrics: interned, being few, and bounded, because servers name the models."""

from collections import Counter
from collections.abc import Mapping
from typing import Final, NamedTuple

from gemini_otel import _log
from gemini_otel._call import Request
from gemini_otel._metrics import Metric
from gemini_otel._semconv import (
    ATTRIBUTION_PREFIX,
    ERROR_TYPE,
    OPERATION_NAME,
    OTHER,
    OVERFLOW,
    PROVIDER_NAME,
    REQUEST_MODEL,
    RESPONSE_MODEL,
    SERVER_ADDRESS,
    SERVER_PORT,
    TOKEN_TYPE,
)
from gemini_otel._signals._tally import Line, Pairs
from gemini_otel.attribution import Attribution


_MOST_ATTRIBUTED: Final = 700
_MOST_SETS: Final = 900
_MOST_DERIVED: Final = {ERROR_TYPE: 1_000, TOKEN_TYPE: 1_900}
"""Of one attribute; with the sets that go without it an instrument stays below 2,000."""

_LINES: Final = "lines"
_MOST_LINES: Final = 256
"""Kept of one set: servers make up reasons, and the tally merges what is too many."""

_MOST_LINES_IN_ALL: Final = 20_000
"""Of all sets together: an endpoint could make up reasons for each model it made up."""

_OVERFLOWN: Final[Mapping[str, str | int | bool]] = {OVERFLOW: True}


class Labels:
    """One attribute set in the two forms that counters and histograms want.

    Args:
        pairs: The attributes.
        made: How many were derived from all sets together, by the name of the attribute, and how
            many lines were kept.
    """

    __slots__ = ("_derived", "_lines", "_made", "attributes", "pairs")

    def __init__(self, pairs: Pairs, made: Counter[str]) -> None:
        self.pairs = pairs
        self.attributes: Mapping[str, str | int | bool] = dict(pairs)
        self._made = made
        self._derived: dict[tuple[str, str], Mapping[str, str | int | bool]] = {}
        self._lines: dict[tuple[str, tuple[str | None, ...]], Line] = {}

    def line(self, metric: Metric, *values: str | None) -> Line:
        """The series of a total that has this set and a value of each of its own attributes.

        Args:
            metric: The total.
            values: In the order of `metric.own`; `None` for an attribute that is left out.
        """
        return self._lines.get((metric.name, values)) or self._draw(metric, values)

    def _draw(self, metric: Metric, values: tuple[str | None, ...]) -> Line:
        named = zip(metric.own, values, strict=True)
        own = tuple((name, value) for name, value in named if value is not None)
        line = Line(metric.name, self.pairs, own)
        if len(self._lines) < _MOST_LINES and self._made[_LINES] < _MOST_LINES_IN_ALL:
            self._made[_LINES] += 1
            self._lines[metric.name, values] = line
        return line

    def plus(self, name: str, value: str) -> Mapping[str, str | int | bool]:
        """The set with one attribute more."""
        return self._derived.get((name, value)) or self._derive(name, value)

    def _derive(self, name: str, value: str) -> Mapping[str, str | int | bool]:
        if self._made[name] >= _MOST_DERIVED[name]:
            return _OVERFLOWN
        self._made[name] += 1
        return self._derived.setdefault((name, value), {**self.attributes, name: value})


class WorkLabels:
    """The attribute sets of what the app itself runs, of which it may make up names without end."""

    def __init__(self) -> None:
        self._known: set[Pairs] = set()

    def bound(self, attributes: Mapping[str, str | int | bool]) -> Mapping[str, str | int | bool]:
        """The set itself, or the one that all further ones are merged into."""
        key = tuple(attributes.items())
        if key in self._known:
            return attributes
        if len(self._known) >= _MOST_DERIVED[TOKEN_TYPE]:
            return _OVERFLOWN
        self._known.add(key)
        return attributes


class _Key(NamedTuple):
    operation: str
    provider: str
    model: str
    answered: str | None
    address: str | None
    port: int | None
    attribution: Attribution


class LabelSets:
    """All attribute sets of one recorder.

    Args:
        attribution_keys: Attribution keys that become metric attributes.
        attribution_values: How many distinct values each may have.
    """

    def __init__(
        self, attribution_keys: tuple[str, ...] = (), attribution_values: int = 50
    ) -> None:
        self._sets: dict[tuple[object, ...], Labels] = {}
        self._made: Counter[str] = Counter()
        self._keys = attribution_keys
        self._most_values = attribution_values
        self._values: dict[str, set[str]] = {key: set() for key in attribution_keys}

    def find(self, request: Request, answered: str | None, attribution: Attribution) -> Labels:
        """The set of a call.

        Past 700 sets the attribution of further ones is merged into `__other__`, past 900 the
        models too, so that an endpoint that makes up model names cannot fill the memory.
        """
        operation, provider, model, address, port, *_ = request
        chosen = self._choose(attribution) if self._keys else ()
        key = (operation, provider, model, answered, address, port, chosen)
        return self._sets.get(key) or self._make(_Key(*key))

    def _make(self, key: _Key) -> Labels:
        if len(self._sets) >= _MOST_ATTRIBUTED:
            key = key._replace(attribution=tuple((name, OTHER) for name, _ in key.attribution))
        if len(self._sets) >= _MOST_SETS and key not in self._sets:
            _log.warn_once("metric_attribute_sets_bounded", most=_MOST_SETS, merged_into=OTHER)
            key = key._replace(model=OTHER, answered=OTHER, address=None, port=None)
        return self._sets.setdefault(key, Labels(_pairs(key), self._made))

    def _choose(self, attribution: Attribution) -> Attribution:
        given = dict(attribution)
        return tuple((key, self._bound(key, given[key])) for key in self._keys if key in given)

    def _bound(self, key: str, value: str) -> str:
        values = self._values[key]
        if value in values:
            return value
        if len(values) < self._most_values:
            values.add(value)
            return value
        _log.warn_once(
            "attribution_values_bounded",
            key,
            attribution_key=key,
            most=self._most_values,
            merged_into=OTHER,
        )
        return OTHER


def _pairs(key: _Key) -> Pairs:
    named = (
        (OPERATION_NAME, key.operation),
        (PROVIDER_NAME, key.provider),
        (REQUEST_MODEL, key.model),
        (RESPONSE_MODEL, key.answered),
        (SERVER_ADDRESS, key.address),
        (SERVER_PORT, key.port),
        *((ATTRIBUTION_PREFIX + name, value) for name, value in key.attribution),
    )
    return tuple((name, value) for name, value in named if value is not None)
