"""Alerts on answers that are no use: cut short, withheld, recited."""

from collections.abc import Iterator

from dashboards._names import BOARD_SAFETY, BOARD_TOKENS, label
from dashboards._queries._alerting import Asking, ask
from dashboards._queries._dimensions import ANSWERED, RECITED, TRUNCATED, WITHHELD
from dashboards.alerts import _rule
from dashboards.alerts._rule import Alert, tell
from dashboards.config import Config
from gemini_otel._metrics import BLOCKED, CALLS, INCIDENTS, Metric
from gemini_otel._semconv import REQUEST_MODEL


_BY = (REQUEST_MODEL,)
_WINDOW = "1h"


def watch_answers(config: Config) -> Iterator[Alert]:
    """Shares of a model's answers."""
    asking, limits = ask(config), config.thresholds
    for name, metric, which, limit, board, what in (
        (
            "GeminiMaxTokensShare",
            CALLS,
            TRUNCATED,
            limits.max_tokens_share,
            BOARD_TOKENS,
            "were cut off at max_output_tokens",
        ),
        (
            "GeminiSafetyBlocks",
            BLOCKED,
            WITHHELD,
            limits.blocked_share,
            BOARD_SAFETY,
            "were withheld",
        ),
        (
            "GeminiRecitations",
            INCIDENTS,
            RECITED,
            limits.recitation_share,
            BOARD_SAFETY,
            "were stopped for reciting",
        ),
    ):
        yield Alert(
            name,
            "warning",
            _share(asking, metric, which),
            limit,
            f"{_rule.SHARE} of the answers of {tell(label(REQUEST_MODEL))} to "
            f"{tell(asking.service)} {what} in {_WINDOW}",
            board,
            lasting="10m",
            when=f"{asking.increase(CALLS, _WINDOW, ANSWERED, by=_BY)} > {limits.floor_calls:g}",
        )


def _share(asking: Asking, metric: Metric, which: str) -> str:
    part = asking.increase(metric, _WINDOW, which, by=_BY)
    return f"{part} / {asking.increase(CALLS, _WINDOW, ANSWERED, by=_BY)}"
