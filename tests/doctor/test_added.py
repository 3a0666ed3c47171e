"""Other distributions add checks by entry points."""

import sys
from pathlib import Path

import pytest

import gemini_otel
from gemini_otel import Diagnosis


_MODULE = """
from gemini_otel import Finding

def look():
    yield Finding("ledger.file", "note", "The ledger is in memory.", "Name a file.")

def fail():
    yield Finding("ledger.size", "ok", "The ledger is small.")
    raise OSError("the disk is gone")

def give_text():
    return ["all is fine"]

class Wordless(Exception):
    def __str__(self):
        raise ValueError("no words")

def fail_without_words():
    raise Wordless

def give_no_status():
    return [Finding("ledger.size", "fatal", "The ledger is large.")]
"""
_POINTS = """[gemini_otel.checks]
a_ledger = added_checks:look
b_fails = added_checks:fail
c_text = added_checks:give_text
d_gone = no_such_module:look
e_wordless = added_checks:fail_without_words
f_status = added_checks:give_no_status
"""


@pytest.fixture
def diagnosis(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Diagnosis:
    """What is found with a distribution that adds six checks, five of them broken."""
    info = tmp_path / "plugin-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: plugin\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(_POINTS)
    (tmp_path / "added_checks.py").write_text(_MODULE)
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    return gemini_otel.doctor()


def test_added_check(diagnosis: Diagnosis) -> None:
    """What an added check finds comes after ours."""
    assert "ledger.file" == diagnosis.findings[-6].code
    assert "settings.value" == diagnosis.findings[-7].code


def test_broken_checks(diagnosis: Diagnosis) -> None:
    """A check that raises, gives something else or cannot be loaded is a finding itself."""
    failed = diagnosis.find("checks.failed")

    assert ["b_fails", "c_text", "d_gone", "e_wordless", "f_status"] == [
        one.subject for one in failed
    ]
    assert {"warning"} == {one.status for one in failed}
    assert [True] * 5 == [
        told in one.seen
        for one, told in zip(
            failed,
            ("OSError: the disk is gone", "it gave str", "no_such_module", "Wordless", "fatal"),
            strict=True,
        )
    ]


def test_no_checks() -> None:
    """Without any, all that is found is ours."""
    assert "settings.value" == gemini_otel.doctor().findings[-1].code
