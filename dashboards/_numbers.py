"""Numbers as PromQL and people have them: with every digit, and no exponent where there is none."""


def exact(number: float) -> str:
    """A number that is read as the one it is; `%g` would round a budget of seven digits."""
    return f"{number:.0f}" if number == int(number) else repr(float(number))
