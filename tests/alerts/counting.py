"""Scenarios of alerts on single happenings: each is told once, and no silence tells it again."""

from collections.abc import Callable

from tests.alerts.scenario import Look, Scenario


def count(line: str, tell: Callable[[int], str], labels: dict[str, str]) -> tuple[Scenario, ...]:
    """What is seen of a counter in a window of a quarter of an hour.

    Args:
        line: Its series.
        tell: The summary, by the number in it.
        labels: The alert's labels beside its own.
    """

    def look(at: float, number: int) -> Look:
        return Look(at, tell(number), labels) if number else Look(at)

    def run(values: str, *looks: Look, step: float = 1) -> Scenario:
        return Scenario({line: values}, looks, step=step, every=step)

    return (
        # A series that was never 0, then one more.
        run(
            "_x30 1x29 2x40",
            *(look(at, n) for at, n in ((29, 0), (30, 1), (40, 1), (50, 0), (61, 1), (70, 1))),
            look(80, 0),
        ),
        # A program that begins anew: 100 before, 10 from minute 30 on, 60 from minute 35 on. While
        # that is in the window it is what `increase` makes of it: 60 in 14 minutes, so 64 in 15.
        run(
            "0x19 100x9 10x4 60x30",
            *(look(at, n) for at, n in ((29, 100), (40, 64), (43, 64), (44, 60), (46, 50))),
            look(51, 0),
        ),
        # One that ends, of a total that was seen before, and one that was not.
        run("1x29 3x3 stale", look(31, 2), look(42, 2), look(50, 0)),
        run("_x30 3x3 stale", look(32, 3), look(42, 3), look(50, 0)),
        # Neither a scrape that is amiss for 18 hours nor a Prometheus that is: nothing happened.
        run("5x9 _x108 5x9", look(1_180, 0), look(1_220, 0), step=10),
        # A silence of more than a day, after which all counts again.
        run("5x9 _x216 5x9", look(2_260, 5), look(2_300, 0), step=10),
    )
