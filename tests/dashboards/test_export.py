"""`gemini-otel dashboards export` hands out what is checked in, and overwrites nothing unasked."""

from pathlib import Path

from click.testing import CliRunner, Result

from dashboards._files import GENERATED
from gemini_otel.cli._program import program
from tests.legs.environments import ROOT


def _export(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(program, ["dashboards", "export", str(folder), *words])


def _read_all(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_all_files_are_handed_out(tmp_path: Path) -> None:
    """The folder has the bytes of every generated file."""
    done = _export(tmp_path / "boards")

    assert (0, f"{len(_read_all(GENERATED))} files in {tmp_path / 'boards'}\n") == (
        done.exit_code,
        done.output,
    )
    assert _read_all(GENERATED) == _read_all(tmp_path / "boards")


def test_the_documentation_names_all_that_is_handed_out() -> None:
    """docs/dashboards.md says of each folder and file at the top what it is for."""
    text = (ROOT / "docs" / "dashboards.md").read_text("utf-8")

    assert [] == [path.name for path in GENERATED.iterdir() if f"`{path.name}`" not in text]


def test_a_second_time_is_as_good_as_one(tmp_path: Path) -> None:
    """Files that are the same are no obstacle."""
    _export(tmp_path)

    assert 0 == _export(tmp_path).exit_code


def test_what_a_user_changed_is_not_overwritten(tmp_path: Path) -> None:
    """A file that differs ends the command with 2, a sentence, and nothing written."""
    changed = tmp_path / "classic" / "gemini-otel-cost.json"
    changed.parent.mkdir()
    changed.write_text("{}", encoding="utf-8")

    done = _export(tmp_path)

    assert 2 == done.exit_code
    assert "has 1 files that differ, the first is classic/gemini-otel-cost.json" in done.output
    assert [changed] == [path for path in tmp_path.rglob("*") if path.is_file()]


def test_what_a_user_changed_is_replaced_when_asked(tmp_path: Path) -> None:
    """--overwrite replaces it."""
    changed = tmp_path / "classic" / "gemini-otel-cost.json"
    changed.parent.mkdir()
    changed.write_text("{}", encoding="utf-8")

    _export(tmp_path, "--overwrite")

    assert _read_all(GENERATED) == _read_all(tmp_path)


def test_a_folder_that_cannot_be_is_told_of(tmp_path: Path) -> None:
    """A file in the place of the folder ends the command with 2 and a sentence."""
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")

    done = _export(file)

    assert 2 == done.exit_code
    assert "cannot be written" in done.output
