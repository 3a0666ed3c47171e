"""The audit of pins cannot take silence for safety."""

import subprocess
from pathlib import Path

import pytest

from tests.audit import __main__ as audit
from tests.legs import legs


_KNOWN = "jinja2 2.10 PYSEC-2019-217"


def _answer(monkeypatch: pytest.MonkeyPatch, probe: str, code: int = 0) -> list[Path]:
    """Lets the service say this of the probe, and end so for the pins; returns what was asked."""
    asked: list[Path] = []

    def say(file: Path) -> subprocess.CompletedProcess[str]:
        asked.append(file)
        said = "" if file.parent == audit.ROOT else probe
        return subprocess.CompletedProcess([], code, said, "")

    monkeypatch.setattr(audit, "_audit", say)
    return asked


def test_a_silent_service_fails_loudly(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who is told nothing of a package that is vulnerable knows nothing of the others."""
    asked = _answer(monkeypatch, "Dependency not found on PyPI")

    assert 2 == audit.main()
    assert 1 == len(asked)
    assert "AUDIT NOT DONE" in capsys.readouterr().err


@pytest.mark.parametrize("code", [0, 1])
def test_the_pins_decide_where_the_service_answers(
    monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    """Both files are asked about, after the probe."""
    asked = _answer(monkeypatch, _KNOWN, code)

    assert code == audit.main()
    assert [*audit.FILES] == [file.name for file in asked[1:]]


def test_the_audit_is_no_part_of_the_tests() -> None:
    """It needs the network, and fails by what others publish."""
    assert "audit" not in [leg.name for leg in legs.chosen(())]
    assert ["audit"] == [leg.name for leg in legs.chosen(("audit",))]
