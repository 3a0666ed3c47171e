"""Adds up what many lines came to, in memory that does not grow with them."""

from collections import Counter
from typing import Final, NamedTuple

from gemini_otel.cli._amounts import show_amount
from gemini_otel.cli._outcome import Outcome
from gemini_otel.pricing._names import RESPONSE


_UNKNOWN: Final = "not in the catalog"


class Sum(NamedTuple):
    """Some of the costs of a run.

    Attributes:
        nano: What could be priced, in nano-dollars.
        is_least: Whether that is not all, because something could not be priced.
    """

    nano: int
    is_least: bool


class Totals:
    """The sums of a run."""

    def __init__(self) -> None:
        # By model and component; only of priced models, of which there are few.
        self._amounts: Counter[tuple[str, str]] = Counter()
        self._gaps: set[tuple[str, str]] = set()
        self.savings_nano = 0
        self._counts: Counter[str] = Counter()
        self._reasons: Counter[str] = Counter()
        self._firsts: dict[str, str] = {}

    def add(self, outcome: Outcome, place: str) -> None:
        """Takes in the outcome of a line; `place` names the line."""
        kind = _classify(outcome)
        self._counts["line"] += 1
        self._counts[kind] += 1
        self._firsts.setdefault(kind, place)
        self._reasons.update({gap.reason for gap in outcome.cost.gaps})
        self.savings_nano += outcome.cost.savings_nano
        model = outcome.cost.model or _UNKNOWN
        self._gaps.update((model, gap.component) for gap in outcome.cost.gaps)
        for charge in outcome.cost.charges:
            self._amounts[model, charge.component] += charge.nano

    @property
    def is_clean(self) -> bool:
        """Whether every line could be read and priced in full."""
        return not (self._counts["unpriced"] or self._counts["failed"])

    @property
    def models(self) -> list[str]:
        """The models that anything was charged for, by name."""
        return sorted({model for model, _ in self._amounts})

    @property
    def components(self) -> set[str]:
        """What anything was charged for."""
        return {component for _, component in self._amounts}

    def add_up(self, model: str | None = None, component: str | None = None) -> Sum:
        """The costs of one model or of all, and of one component or of all.

        What is missing of a whole response may be of any component, and what is missing on a line
        that could not be read may be of any model, but is counted for all of them together only.
        """
        nano = sum(
            amount
            for (whose, what), amount in self._amounts.items()
            if model in (None, whose) and component in (None, what)
        )
        is_open = any(
            model in (None, whose) and (component is None or what in (component, RESPONSE))
            for whose, what in self._gaps
        )
        return Sum(nano, is_open or (model is None and self._counts["failed"] > 0))

    def say(self) -> str:
        """The run in one line."""
        counts = self._counts
        lines = "1 line" if counts["line"] == 1 else f"{counts['line']} lines"
        said = [f"{lines}, {counts['priced']} priced in full"]
        said += [f"{counts['free']} not billed"] if counts["free"] else []
        if counts["unpriced"]:
            reasons = ", ".join(f"{name} {n}" for name, n in self._reasons.most_common())
            said.append(
                f"{counts['unpriced']} unpriced in whole or part "
                f"({reasons}; first on {self._firsts['unpriced']})"
            )
        if counts["failed"]:
            said.append(f"{counts['failed']} not readable (first on {self._firsts['failed']})")
        nano, is_least = self.add_up()
        return f"{'; '.join(said)}. Total {show_amount(nano, is_least=is_least)}."


def _classify(outcome: Outcome) -> str:
    if outcome.error:
        return "failed"
    if outcome.not_billed:
        return "free"
    return "priced" if outcome.is_priced else "unpriced"
