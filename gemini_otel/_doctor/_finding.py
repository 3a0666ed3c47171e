"""What an examination finds."""

from dataclasses import dataclass
from typing import Final, Literal


Status = Literal["ok", "note", "warning", "problem"]

STATUSES: Final[tuple[Status, ...]] = ("ok", "note", "warning", "problem")
"""From the best to the worst."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        code: What was looked at, such as `prices.age`; codes are stable.
        status: `ok`, `note` (good to know), `warning` (telemetry is less than it could be) or
            `problem` (something is not recorded at all).
        seen: What was seen, in a sentence.
        advice: What to do, in a sentence, where there is anything to do.
        subject: What it is about where several findings share a code: a setting, a method.
    """

    code: str
    status: Status
    seen: str
    advice: str | None = None
    subject: str | None = None

    def __str__(self) -> str:
        text = f"{self.status:<7}  {self.code:<24}  {self.seen}"
        return make_printable(f"{text} Advice: {self.advice}" if self.advice else text)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Everything that was found, in a fixed order; as a string, a line each.

    Attributes:
        findings: What was found.
    """

    findings: tuple[Finding, ...]

    @property
    def status(self) -> Status:
        """The worst status there is."""
        return STATUSES[max((STATUSES.index(one.status) for one in self.findings), default=0)]

    def find(self, code: str) -> tuple[Finding, ...]:
        """The findings of one code.

        Args:
            code: Such as `prices.age`.

        Returns:
            None, one or several, in their order.
        """
        return tuple(one for one in self.findings if one.code == code)

    def __str__(self) -> str:
        return "\n".join(map(str, self.findings))


def make_printable(text: str) -> str:
    """A text without anything that a terminal would obey."""
    return "".join(char if char.isprintable() else "?" for char in text)
