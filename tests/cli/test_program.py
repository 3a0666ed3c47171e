"""The command itself: its help, the extra it needs, the commands that others add."""

import subprocess
import sys
from pathlib import Path

from tests.cli.pricing import make_environment, run


def _add(folder: Path, *entries: str) -> dict[str, str]:
    """Installs a distribution with entry points; returns the environment that has it."""
    info = folder / "plugin-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: plugin\nVersion: 1.0\n")
    points = "\n".join(["[gemini_otel.commands]", *entries])
    (info / "entry_points.txt").write_text(f"{points}\n")
    (folder / "plugin_module.py").write_text(
        "import click\n"
        "@click.command()\n"
        "def greet():\n"
        "    'Greets.'\n"
        "    click.echo('hello')\n"
        "not_a_command = 5\n"
    )
    root = make_environment()["PYTHONPATH"]
    return {"PYTHONPATH": f"{root}:{folder}"}


def test_help() -> None:
    """The help lists the commands."""
    done = run("--help")

    assert 0 == done.code
    for name in ("estimate", "price", "prices"):
        assert f"\n  {name} " in done.output


def test_added_command(tmp_path: Path) -> None:
    """Another distribution's command is listed and run."""
    env = _add(tmp_path, "greet = plugin_module:greet")

    assert "greet" in run("--help", env=env).output
    assert "hello\n" == run("greet", env=env).output


def test_broken_command(tmp_path: Path) -> None:
    """A command that cannot be loaded is named with its owner and left out; the others run."""
    env = _add(
        tmp_path,
        "gone = no_such_module:command",
        "number = plugin_module:not_a_command",
        "greet = plugin_module:greet",
    )

    listed = run("--help", env=env)

    assert 0 == listed.code
    assert "The command gone of plugin is left out" in listed.errors
    assert "it is of type int and no click command" in listed.errors
    assert "gone" not in listed.output
    assert "hello\n" == run("greet", env=env).output
    assert 2 == run("gone", env=env).code


def test_added_command_of_a_taken_name(tmp_path: Path) -> None:
    """Another distribution's command does not take the place of ours."""
    env = _add(tmp_path, "prices = plugin_module:greet")

    assert "hello" not in run("prices", "gemini-embedding-001", env=env).output


def test_missing_extra() -> None:
    """Where the extra is missing, the command says how to get it, and ends with 2."""
    for package in ("click", "rich"):
        program = (
            f"import sys; sys.modules[{package!r}] = None\n"
            "from gemini_otel.cli import main\nsys.exit(main())"
        )
        done = subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            check=False,
            env=make_environment(),
            text=True,
        )

        assert 2 == done.returncode
        assert (
            f"The command gemini-otel needs {package}, which is not installed: "
            "pip install 'gemini-otel[cli]'\n"
        ) == done.stderr


def test_full_disk() -> None:
    """Where the output cannot be written, a sentence says so, and the exit code is 1."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "gemini_otel.cli", "prices"],
            stdout=full,
            stderr=subprocess.PIPE,
            env=make_environment(),
            text=True,
            check=False,
        )

    assert 1 == done.returncode
    assert "gemini-otel: No space left on device; its output is not complete.\n" == done.stderr
