"""A program that cannot be had is told of loudly, and fails where nothing may be left out."""

from pathlib import Path

import pytest

from tests.backends import _debian, binaries


@pytest.fixture
def _bare_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing on PATH, and no packages to be had."""

    def refuse(_cache: Path) -> Path:
        raise _debian.CannotUnpackError("this is no Debian with apt-get and its keyring")

    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(_debian, "unpack", refuse)
    for cached in (binaries.find, binaries.unpack):
        monkeypatch.setattr(binaries, cached.__name__, cached.__wrapped__)


@pytest.mark.usefixtures("_bare_machine")
@pytest.mark.parametrize(
    ("variable", "outcome"), [("", pytest.skip.Exception), ("true", pytest.fail.Exception)]
)
def test_absence_skips_and_fails_in_ci(
    variable: str, outcome: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both say which versions are wanted, and what to do."""
    monkeypatch.setenv("CI", variable)
    with pytest.raises(outcome, match=r"no prometheus of version 3\.5 to below 4\.0: .*Put one"):
        binaries.demand(binaries.PROMETHEUS)


@pytest.mark.parametrize(("version", "is_taken"), [("2.42.0", False), ("3.5.0", True)])
@pytest.mark.usefixtures("_bare_machine")
def test_a_program_on_path_is_taken_in_a_tested_version(
    version: str, is_taken: bool, tmp_path: Path
) -> None:
    """Debian 12's own Prometheus is too old."""
    program = tmp_path / "prometheus"
    program.write_text(f"#!/bin/sh\necho 'prometheus, version {version}+ds (branch: x)'\n")
    program.chmod(0o755)
    found = binaries.find_on_path(binaries.PROMETHEUS)

    assert (binaries.Binary(program) if is_taken else None) == found
