"""How much totals grew, without the guesses of `increase`."""


def grow(series: str, window: str, *, back: str = "", before: str = "") -> str:
    """What each series grew by in a window.

    The highest value less the last one before the window. Where that is missing or higher, the
    series is new or began anew, and all of it counts; where it began anew inside the window,
    `increase` has to do. A day without samples is bridged.

    Args:
        series: A selector.
        window: A length of time, such as `1h`.
        back: How long ago it ended, if not at the moment.
        before: How long ago it began, if that is not as long as the window.
    """
    seen = f"{series}[{window}]" + (f" offset {back}" if back else "")
    peak, base = f"max_over_time({seen})", f"last_over_time({series}[1d] offset {before or window})"
    return f"(increase({seen}) and resets({seen}) > 0)\n  or ({peak} - {base} >= 0)\n  or {peak}"
