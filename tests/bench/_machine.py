"""The machine a run stands on: what figures depend on beside our own code."""

import datetime as dt
import os
import platform
from dataclasses import dataclass
from importlib.metadata import version
from typing import Final


NOISY_PER_CORE: Final = 0.75
"""A load average above this for each core disturbs what is timed: 1.5 on two cores."""

_DISTRIBUTIONS: Final = ("google-genai", "opentelemetry-sdk", "wrapt")


@dataclass(frozen=True, slots=True)
class Load:
    """How busy the machine was while something was timed.

    Attributes:
        before: The load average of the minute before.
        after: That of its last minute, which holds what was timed itself.
        cores: How many cores share it.
    """

    before: float
    after: float
    cores: int

    @property
    def is_noisy(self) -> bool:
        """Whether others had so much to do that the times say little."""
        return max(self.before, self.after) > NOISY_PER_CORE * self.cores

    def __str__(self) -> str:
        """Both figures, and a warning where they call for one."""
        told = f"load average {self.before:.1f} before and {self.after:.1f} after the timing"
        most = NOISY_PER_CORE * self.cores
        if not self.is_noisy:
            return told
        return f"{told}. NOISY: it is above {most:g}, so trust instructions only and run again"


def read_load() -> float:
    """The load average of the last minute."""
    return os.getloadavg()[0]


def count_cores() -> int:
    """The cores of the machine."""
    return os.cpu_count() or 1


def describe_surroundings() -> dict[str, str]:
    """The versions that matter."""
    python = ".".join(platform.python_version_tuple()[:2])
    versions = {name: version(name) for name in _DISTRIBUTIONS}
    return {"python": python, "machine": platform.machine(), **versions}


def describe_run(rounds: int, crews: int, load: Load) -> str:
    """When, where and how it was measured, in words."""
    surroundings = ", ".join(f"{name} {what}" for name, what in describe_surroundings().items())
    return (
        f"{dt.datetime.now(tz=dt.timezone.utc):%d %B %Y}, a {load.cores}-core "
        f"{platform.system()} machine ({surroundings}), {rounds} rounds in {crews} sets of "
        f"processes, {load}."
    )
