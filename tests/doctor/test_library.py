"""Versions and faults: what is tested, what is newer, what went wrong."""

from pathlib import Path

import pytest

from gemini_otel._doctor._library import judge_python
from gemini_otel._doctor._methods import judge_version
from gemini_otel._guard import guarded
from tests.doctor.examining import find, run_program


@guarded
def _fail() -> None:
    raise RuntimeError("a fault of ours")


def test_no_faults() -> None:
    """Without a fault all is fine."""
    assert "ok" == find("library.faults").status


@pytest.mark.usefixtures("production_guard")
def test_faults() -> None:
    """Faults are counted by place."""
    _fail()
    _fail()

    found = find("library.faults")
    assert "warning" == found.status
    assert "test_library._fail 2." in found.seen


@pytest.mark.parametrize(
    ("version", "status"),
    [
        ("1.64.0", "problem"),
        ("1.65.0", "ok"),
        ("2.34.1", "ok"),
        ("3.4.9", "ok"),
        ("3.5.0", "note"),
        ("4.0.0rc1", "note"),
        (None, "problem"),
    ],
)
def test_sdk(version: str | None, status: str) -> None:
    """google-genai is tested from 1.65 to 3.4; newer is a note, older and none are problems."""
    found = judge_version(version)

    assert status == found.status
    assert (found.advice is None) is (status == "ok")


@pytest.mark.parametrize(
    ("running", "status"), [((3, 10, 0), "ok"), ((3, 13, 9), "ok"), ((3, 14, 0), "note")]
)
def test_python(running: tuple[int, ...], status: str) -> None:
    """Python is tested up to 3.13; newer is a note."""
    assert status == judge_python(running).status


def test_versions() -> None:
    """The versions of what we stand on are told; here they fit one another."""
    found = find("library.versions")

    assert "ok" == found.status
    for package in ("opentelemetry-api", "opentelemetry-sdk", "wrapt", "structlog"):
        assert f"{package} " in found.seen


def test_versions_that_do_not_fit(tmp_path: Path) -> None:
    """An SDK of another version than the API is a warning."""
    info = tmp_path / "opentelemetry_sdk-1.2.3.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: opentelemetry-sdk\nVersion: 1.2.3\n"
    )

    ((status, seen, _),) = run_program("tell()\n", "library.versions", PYTHONPATH=str(tmp_path))

    assert "warning" == status
    assert "opentelemetry-sdk 1.2.3" in seen
