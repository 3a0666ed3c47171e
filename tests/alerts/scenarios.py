"""The scenarios of every alert, by its name and window or severity."""

from tests.alerts import budgets


SCENARIOS = {**budgets.SCENARIOS}
