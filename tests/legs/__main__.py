"""The command line behind the Makefile: `python -m tests.legs run`, `exec`, `constraints`."""

from __future__ import annotations

import argparse
import os
import signal
import sys

from tests.legs import constraints, environments, installation, interpreters, legs, running


def main() -> int:
    """Run the command that the arguments name and return its exit code."""
    arguments = _parser().parse_args()
    # Stopped by a signal or by Ctrl-C, a run stops the programs of its legs as well.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return {"run": _run, "exec": _exec, "constraints": _constraints}[arguments.command](
            arguments
        )
    except (installation.InstallationError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.legs", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="run legs, by default those of `make test`")
    run.add_argument("legs", nargs="*")
    run.add_argument("--with", dest="added", default="", help="more legs, separated by spaces")
    run.add_argument("--lanes", type=int, default=min(2, os.cpu_count() or 1))
    execute = commands.add_parser("exec", help="make an environment and run a program in it")
    execute.add_argument("environment", choices=sorted(environments.BY_NAME))
    execute.add_argument("words", nargs=argparse.REMAINDER)
    resolve = commands.add_parser("constraints", help="resolve every pin anew")
    resolve.add_argument("which", nargs="?", choices=["frameworks"], help="only theirs")
    return parser


def _run(arguments: argparse.Namespace) -> int:
    chosen = legs.chosen(tuple(arguments.legs), tuple(arguments.added.split()))
    version = "{}.{}".format(*interpreters.running().version)
    if interpreters.running().version < legs.WHOLE_FROM:
        print(f"Python {version}: the core suite only. google-genai 3 needs Python 3.11;")
        print("PYTHON=python3.11 (or newer) runs everything.")
    print(f"{len(chosen)} legs on Python {version}, {arguments.lanes} at a time")
    return 1 if running.run(chosen, arguments.lanes).failed else 0


def _exec(arguments: argparse.Namespace) -> int:
    environment = environments.BY_NAME[arguments.environment]

    def say(text: str) -> None:
        print(f"environment {environment.name} ... {text}", file=sys.stderr, flush=True)

    say(installation.prepare(environment, say))
    program, *words = arguments.words
    path = str(environment.program(program))
    os.execv(path, [path, *words])  # noqa: S606  # the command is the caller's own


def _constraints(arguments: argparse.Namespace) -> int:
    if arguments.which == "frameworks":
        constraints.resolve_frameworks()
    else:
        constraints.resolve()
    return 0


if __name__ == "__main__":
    sys.exit(main())
