"""A bill in the making: charges, what could not be priced, and what was assumed."""

from decimal import Decimal

from gemini_otel.pricing._cost import Charge, Cost, Gap, Rate, Served


class Bill:
    """The lines of one response's bill."""

    __slots__ = ("assumptions", "charges", "gaps", "savings_nano")

    def __init__(self) -> None:
        self.charges: list[Charge] = []
        self.gaps: list[Gap] = []
        self.assumptions: list[str] = []
        self.savings_nano = 0

    def charge(
        self, component: str, modality: str, unit: str, quantity: int | Decimal, rate: Rate
    ) -> int:
        """Adds a charge; returns it in nano-dollars."""
        nano = rate.charge(quantity)
        self.charges.append(Charge(component, modality, unit, quantity, rate, nano))
        return nano

    def miss(self, component: str, reason: str, what: str = "") -> None:
        """Adds something that has no price, once."""
        gap = Gap(component, reason, what)
        if gap not in self.gaps:
            self.gaps.append(gap)

    def assume(self, what: str) -> None:
        """Adds an assumption, once."""
        if what not in self.assumptions:
            self.assumptions.append(what)

    def close(self, model: str | None, tier: str, served: Served) -> Cost:
        """The finished bill."""
        is_priced = self.charges or not self.gaps
        nano = 0
        for charge in self.charges:
            nano += charge.nano
        return Cost(
            tuple(self.charges),
            tuple(self.gaps),
            tuple(self.assumptions),
            model,
            tier,
            self.savings_nano,
            served,
            nano if is_priced else None,
        )
