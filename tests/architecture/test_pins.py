"""The constraints files pin packages, and say nothing of where they come from."""

import re

import pytest

from tests.architecture.sources import ROOT


PIN = re.compile(r"[a-z0-9][a-z0-9-]*==[0-9][a-z0-9.]*( ; [a-z_]+ .+)?")
FILES = ("constraints.txt", "constraints-oldest.txt")


def _pins(name: str) -> list[str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


@pytest.mark.parametrize("name", FILES)
def test_every_line_is_a_pin(name: str) -> None:
    """Every line names one package and one version, with no address and no option."""
    strange = [line for line in _pins(name) if not PIN.fullmatch(line)]

    assert [] == strange


def test_the_oldest_pins_are_the_lower_bounds() -> None:
    """The environment of oldest versions has the lower bounds that pyproject.toml promises."""
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    promised = dict(re.findall(r'"(opentelemetry-[a-z]+|structlog|wrapt)>=([0-9.b]+)', project))
    pinned = dict(pin.split(" ;")[0].split("==") for pin in _pins("constraints-oldest.txt"))

    assert {"opentelemetry-api", "opentelemetry-instrumentation", "structlog", "wrapt"} <= {
        *promised
    }
    assert [] == [
        name for name, bound in promised.items() if not f"{pinned[name]}.0".startswith(bound)
    ]
    assert pinned["google-genai"] == "1.65.0"
