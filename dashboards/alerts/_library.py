"""All alerts, in the order that the runbook has them."""

from dashboards.alerts._answers import watch_answers
from dashboards.alerts._failures import watch_failures
from dashboards.alerts._money import watch_budgets, watch_spend
from dashboards.alerts._rule import Alert
from dashboards.alerts._upkeep import watch_upkeep
from dashboards.config import Config


def list_alerts(config: Config) -> tuple[Alert, ...]:
    """Every alert, as a user has set it."""
    return (
        *watch_budgets(config.budget),
        *watch_spend(config),
        *watch_failures(config),
        *watch_answers(config),
        *watch_upkeep(config),
    )
