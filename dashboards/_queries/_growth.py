"""How much totals grew, without the guesses of `increase`."""


def grow(series: str, window: str) -> str:
    """What each series grew by in a window.

    The highest value less the last one before the window. Where that is missing or higher, the
    series is new or began anew, and all of it counts; where it began anew inside the window,
    `increase` has to do. A day without samples is bridged.

    Args:
        series: A selector.
        window: A length of time, such as `1h`.
    """
    peak, base = f"max_over_time({series}[{window}])", f"last_over_time({series}[1d] offset "
    return (
        f"(increase({series}[{window}]) and resets({series}[{window}]) > 0)\n"
        f"  or ({peak} - {base}{window}) >= 0)\n"
        f"  or {peak}"
    )
