"""The scenarios of every alert, by its name and window or severity."""

from tests.alerts import budgets, failing, keeping, spending


SCENARIOS = {
    **budgets.SCENARIOS,
    **spending.SCENARIOS,
    **failing.SCENARIOS,
    **keeping.SCENARIOS,
}
