"""A program that cannot be had is told of loudly, and fails where nothing may be left out."""

import threading
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
    version: str, is_taken: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Debian 12's own Prometheus is too old."""
    program = tmp_path / "prometheus"
    program.write_text(f"#!/bin/sh\necho 'prometheus, version {version}+ds (branch: x)'\n")
    program.chmod(0o755)
    monkeypatch.setattr(binaries, "USED", set[str]())
    found = binaries.find_on_path(binaries.PROMETHEUS)

    assert (binaries.Binary(program) if is_taken else None) == found
    assert ({"prometheus 3.5 on PATH"} if is_taken else set()) == binaries.USED


def test_who_comes_while_another_unpacks_waits(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Both get the same folder, whole, and it was made once."""
    roots, steps = list[Path](), list[str]()
    second = threading.Thread(target=lambda: roots.append(_debian.unpack(tmp_path)))

    def run(*command: str, cwd: Path | None = None) -> str:
        steps.append(command[-1] if cwd is None else "download")
        if steps == ["update"]:
            second.start()
        if cwd:
            (cwd / "prometheus_3.5.3+ds1-6_amd64.deb").touch()
        return ""

    monkeypatch.setattr(_debian, "_find_mirror", lambda: "http://mirror.invalid")
    monkeypatch.setattr(_debian, "_run", run)
    roots.append(_debian.unpack(tmp_path))
    second.join()

    assert 2 * [tmp_path / "forky" / "root"] == roots
    assert "prometheus_3.5.3+ds1-6_amd64\n" == _debian.read_versions(roots[0])
    assert 1 == steps.count("update") == steps.count("download")
