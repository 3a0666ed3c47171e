"""Adds up what many lines came to, in memory that does not grow with them."""

from collections import Counter
from typing import Final

from gemini_otel.cli._amounts import write_nano
from gemini_otel.cli._outcome import Outcome


_UNKNOWN: Final = "not in the catalog"


class Totals:
    """The sums of a run."""

    def __init__(self) -> None:
        self.amounts: Counter[tuple[str, str]] = Counter()
        """Nano-dollars by model and component; only priced models, of which there are few."""

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
        for charge in outcome.cost.charges:
            self.amounts[outcome.cost.model or _UNKNOWN, charge.component] += charge.nano

    @property
    def is_clean(self) -> bool:
        """Whether every line could be read and priced in full."""
        return not (self._counts["unpriced"] or self._counts["failed"])

    @property
    def nano(self) -> int:
        """All that could be priced, in nano-dollars."""
        return sum(self.amounts.values())

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
        return f"{'; '.join(said)}. Total {write_nano(self.nano)} USD."


def _classify(outcome: Outcome) -> str:
    if outcome.error:
        return "failed"
    if outcome.not_billed:
        return "free"
    return "priced" if outcome.is_priced else "unpriced"
