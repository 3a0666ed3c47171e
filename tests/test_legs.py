"""The machinery behind `make test` cannot take silence, or less than everything, for success."""

import shlex
from dataclasses import replace
from pathlib import Path

import pytest

from tests.legs import environments, interpreters, legs, running
from tests.legs.counts import Counts, of_check, of_pytest
from tests.legs.environments import CORE, ROOT
from tests.legs.installation import InstallationError, prepare
from tests.legs.interpreters import Interpreter
from tests.legs.legs import Leg


REPORT = '<testsuites><testsuite tests="{}" failures="{}" errors="{}" skipped="{}"/></testsuites>'
GREEN, RED, NO_TESTS = 0, 1, 5
UNAVAILABLE = Leg("elsewhere", (), (), "this machine has no such thing")


def _report(folder: Path, *numbers: int) -> Path:
    file = folder / "report.xml"
    file.write_text(REPORT.format(*numbers), encoding="utf-8")
    return file


def test_a_report_is_taken_apart(tmp_path: Path) -> None:
    """Failures and errors are failed tests, and what is neither nor skipped has passed."""
    assert Counts(5, 3, 2) == of_pytest(_report(tmp_path, 10, 2, 1, 2), RED)


def test_a_run_without_a_report_has_failed(tmp_path: Path) -> None:
    """A runner that died before it wrote anything counts as one failure."""
    assert Counts(failed=1) == of_pytest(tmp_path / "never-written.xml", GREEN)


def test_a_run_without_tests_has_failed(tmp_path: Path) -> None:
    """A runner that executed no test counts as one failure."""
    assert Counts(failed=1) == of_pytest(_report(tmp_path, 0, 0, 0, 0), NO_TESTS)


def test_a_run_that_skipped_everything_has_failed(tmp_path: Path) -> None:
    """A runner that skipped every test counts as one failure."""
    assert Counts(0, 1, 4) == of_pytest(_report(tmp_path, 4, 0, 0, 4), GREEN)


def test_an_exit_code_outweighs_a_report(tmp_path: Path) -> None:
    """A runner that failed outside of its tests counts as one failure."""
    assert Counts(3, 1) == of_pytest(_report(tmp_path, 3, 0, 0, 0), RED)


@pytest.mark.parametrize(
    ("counts", "line"),
    [
        (Counts(12, 0), "12 passed, 0 failed"),
        (Counts(1, 2, 3), "1 passed, 2 failed, 3 skipped"),
    ],
)
def test_totals_are_one_plain_line(counts: Counts, line: str) -> None:
    """The closing line names passed and failed tests always, skipped ones where there are any."""
    assert line == str(counts)


def test_a_check_counts_as_one() -> None:
    """A leg without tests of its own is one passed or one failed test."""
    assert Counts(2, 1) == sum(map(_of, [True, False, True]), Counts())


def _of(succeeded: object) -> Counts:
    return of_check(succeeded=bool(succeeded))


def test_what_cannot_run_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A leg that this machine cannot run is skipped, with the reason."""
    monkeypatch.delenv("CI", raising=False)

    assert Counts(skipped=1) == running.run([UNAVAILABLE], lanes=1)
    assert "[1/1] elsewhere ... not run: this machine has no such thing" in capsys.readouterr().out


def test_what_cannot_run_in_ci_has_failed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where `CI` is `true`, a leg that cannot run is a failure, and the totals come last."""
    monkeypatch.setenv("CI", "true")

    assert Counts(failed=1) == running.run([UNAVAILABLE], lanes=1)
    assert "0 passed, 1 failed" == capsys.readouterr().out.splitlines()[-1]


def test_an_unknown_leg_is_refused() -> None:
    """A leg that does not exist is an error that names those that do."""
    with pytest.raises(ValueError, match=r"no leg named nosuch: choose among .*lint"):
        legs.chosen(("nosuch",))


def test_everything_is_everything() -> None:
    """`make test` on a Python that google-genai 3 supports has each leg of the newest SDK."""
    names = {leg.name for leg in legs.EVERYTHING}

    assert {
        "lint",
        "types",
        "architecture",
        "suite",
        "dashboards",
        "prices-check",
        "packaging",
        "clickhouse",
        "browser",
    } == names


def test_the_build_server_runs_more() -> None:
    """It adds the oldest SDK, the SDK's own tests and frameworks, and begins with the longest."""
    command = (ROOT / ".ci" / "run").read_text().splitlines()[-1]
    added = tuple(shlex.split(command)[-1].removeprefix("WITH=").split())

    names = [leg.name for leg in legs.chosen((), added)]

    assert {leg.name for leg in legs.chosen(())} < set(names)
    assert {"oldest", "sdk-own", "langchain", "neighbours"} < set(names)
    assert {"suite", "oldest"} == set(names[:2])


def test_frameworks_have_environments_of_their_own() -> None:
    """Each framework's leg runs its own program, under its own pins."""
    others = (*environments.FRAMEWORKS, *environments.NEIGHBOURS)
    ran = [leg for leg in legs.chosen(("frameworks",)) if not leg.missing]

    assert 8 == len(others)
    assert all(environment.pins() for environment in others)
    assert [leg.name for leg in ran] == [leg.needs[0].name for leg in ran]
    assert all(f"--environment={leg.name}" in leg.steps[0].command for leg in ran)


def test_a_pin_can_be_replaced() -> None:
    """An environment of another SDK has that SDK, and the other pins as they are."""
    other = replace(CORE, repinned=("google-genai==1.75.0",)).pins().splitlines()
    usual = CORE.pins().splitlines()

    assert ["google-genai==1.75.0"] == [pin for pin in other if pin.startswith("google-genai=")]
    assert [pin for pin in usual if not pin.startswith("google-genai=")] == other[:-1]


def test_an_environment_is_named_after_what_it_holds() -> None:
    """Other pins, extras or groups make another environment."""
    folders = {
        one.folder
        for one in (
            CORE,
            replace(CORE, repinned=("google-genai==1.75.0",)),
            replace(CORE, extras=("testing",)),
            replace(CORE, groups=("dev",)),
            replace(CORE, project="wheel"),
        )
    }

    assert 5 == len(folders)


def test_environments_stay_in_the_cache() -> None:
    """Every environment is made inside `.cache`."""
    outside = [
        name
        for name, one in environments.BY_NAME.items()
        if not one.folder.is_relative_to(environments.CACHE)
    ]

    assert [] == outside


def test_an_interpreter_without_venv_is_explained() -> None:
    """Where Python cannot make environments, the error names the package that is missing."""
    crippled = Interpreter(Path("false"), (3, 12))

    with pytest.raises(InstallationError, match=r"apt-get install python3\.12-venv"):
        prepare(replace(CORE, name="crippled", interpreter=crippled), print)


def test_the_running_interpreter_is_found() -> None:
    """The interpreter that runs this is the one for its version."""
    assert interpreters.running() == interpreters.find(interpreters.running().version)


def test_a_missing_interpreter_is_not_found() -> None:
    """A version that nobody has gives nothing."""
    assert interpreters.find((3, 99)) is None
