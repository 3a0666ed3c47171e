"""Alerts on answers that are no use: cut short, withheld, recited, left before their end."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from dashboards._names import BOARD_MODELS, BOARD_SAFETY, BOARD_TOKENS, label
from dashboards._numbers import exact
from dashboards._queries._alerting import Asking, ask
from dashboards._queries._dimensions import ANSWERED, LEFT, RECITED, TRUNCATED, WITHHELD
from dashboards.alerts import _rule
from dashboards.alerts._rule import Alert, tell
from dashboards.config import Config, Thresholds
from gemini_otel._metrics import BLOCKED, CALLS, INCIDENTS, UNPRICED, Metric
from gemini_otel._semconv import REQUEST_MODEL


_BY = (REQUEST_MODEL,)
_WINDOW = "1h"


class _Kind(NamedTuple):
    """Answers that are no use.

    Attributes:
        name: The alert's name.
        limit: The setting that says which share is too much.
        metric: What counts them.
        which: The matcher of its series.
        board: The board that shows more.
        what: What became of them.
    """

    name: str
    limit: str
    metric: Metric
    which: str
    board: str
    what: str


_KINDS: Final = (
    _Kind(
        "GeminiMaxTokensShare",
        "max_tokens_share",
        CALLS,
        TRUNCATED,
        BOARD_TOKENS,
        "were cut off at max_output_tokens",
    ),
    _Kind("GeminiSafetyBlocks", "blocked_share", BLOCKED, WITHHELD, BOARD_SAFETY, "were withheld"),
    _Kind(
        "GeminiRecitations",
        "recitation_share",
        INCIDENTS,
        RECITED,
        BOARD_SAFETY,
        "were stopped for reciting",
    ),
    _Kind(
        "GeminiUsageIncomplete",
        "incomplete_share",
        UNPRICED,
        LEFT,
        BOARD_MODELS,
        "were left before their whole usage was known",
    ),
)


def watch_answers(config: Config) -> Iterator[Alert]:
    """Shares of a model's answers."""
    asking = ask(config)
    return (_watch(asking, config.thresholds, kind) for kind in _KINDS)


def _watch(asking: Asking, limits: Thresholds, kind: _Kind) -> Alert:
    part = asking.increase(kind.metric, _WINDOW, kind.which, by=_BY)
    whole = asking.increase(CALLS, _WINDOW, ANSWERED, by=_BY)
    return Alert(
        kind.name,
        "warning",
        f"{part} / {whole}",
        getattr(limits, kind.limit),
        f"{_rule.SHARE} of the answers of {tell(label(REQUEST_MODEL))} to "
        f"{tell(asking.service)} {kind.what} in {_WINDOW}",
        kind.board,
        lasting="10m",
        when=f"{whole} > {exact(limits.floor_calls)}\nand\n{part} > {exact(limits.floor_events)}",
    )
