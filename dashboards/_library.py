"""All boards, in the order that a reader meets them."""

from dashboards._panel import Board
from dashboards.boards import cost, errors, health, latency, models, safety, tenants, tokens
from dashboards.config import Config


def list_boards(config: Config) -> tuple[Board, ...]:
    """The eight boards, with what a user has set."""
    return (
        cost.BOARD,
        tokens.BOARD,
        latency.BOARD,
        errors.BOARD,
        safety.BOARD,
        tenants.make_board(config),
        models.BOARD,
        health.BOARD,
    )
