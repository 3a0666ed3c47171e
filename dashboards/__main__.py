"""`python -m dashboards`: writes the boards, or says which files are stale."""

import argparse
import sys
from pathlib import Path

from dashboards._files import GENERATED, compare, generate, save
from dashboards._reading import WrongConfig
from dashboards.config import Config, read_config


def main(arguments: list[str] | None = None) -> int:
    """Runs the program.

    Returns:
        0 where all went well, 1 where --check found stale files, 2 where the settings are wrong.
    """
    asked = _parser().parse_args(arguments)
    try:
        config = read_config(asked.config) if asked.config else Config()
    except WrongConfig as error:
        print(f"dashboards: {error}", file=sys.stderr)  # noqa: T201 - it is a program's output
        return 2
    return _check(config, asked.out) if asked.check else _save(config, asked.out)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m dashboards", description="Writes the boards for Grafana."
    )
    parser.add_argument("--check", action="store_true", help="write nothing; 1 where files differ")
    parser.add_argument("--config", type=Path, metavar="FILE", help="your settings, as TOML")
    parser.add_argument("--out", type=Path, metavar="DIR", default=GENERATED, help="where to write")
    return parser


def _save(config: Config, folder: Path) -> int:
    files = generate(config)
    save(files, folder)
    print(f"{len(files)} files in {folder}")  # noqa: T201 - it is a program's output
    return 0


def _check(config: Config, folder: Path) -> int:
    told = compare(generate(config), folder)
    for line in told or ["All generated files are as they should be."]:
        print(line)  # noqa: T201 - it is a program's output
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
