"""The command `doctor`: what would be observed and exported here, and what is in the way."""

import os
import sys
from dataclasses import replace
from typing import Any, Final, NoReturn

import click

from gemini_otel._doctor._examination import examine
from gemini_otel._doctor._finding import STATUSES, Diagnosis
from gemini_otel._version import VERSION
from gemini_otel.cli._documents import print_document
from gemini_otel.cli._findings_table import show_diagnosis
from gemini_otel.cli._options import WrongUsage, as_json
from gemini_otel.cli._patient import instrument_as_usual, is_instrumented, reach_this_folder
from gemini_otel.cli._specimens import Specimen, describe_specimen, judge_specimens, send


_FAILED: Final = 1
_NEEDED: Final = {"google": "google-genai", "opentelemetry": "opentelemetry-sdk"}
_TESTING: Final = "--send needs {}, which is not installed: pip install 'gemini-otel[testing]'"


@click.command(short_help="What would be observed and exported here, and what is in the way.")
@click.option(
    "--send", "is_to_send", is_flag=True, help="Try a call and a stream on a fake Gemini."
)
@click.option("--strict", is_flag=True, help="Let warnings count as problems do.")
@as_json
def doctor(*, is_to_send: bool, strict: bool, is_json: bool) -> None:
    """What of Gemini is observed with this environment, where it goes, what is in the way.

    It instruments a process of its own as `opentelemetry-instrument` would, and tells what came
    of it. It does not see your running program: call gemini_otel.doctor() there.

    --send makes a call and a stream against a server on this machine, with the settings of this
    environment, and holds what was recorded against what was served. Nothing goes to Google, and
    nothing of it to your backend.

    The exit code is 0, or 1 if there is a problem (with --strict, also if there is a warning), or
    2 for wrong usage.
    """
    diagnosis, specimens = _examine(is_to_send=is_to_send)
    if is_json:
        print_document(_describe(diagnosis, specimens))
    else:
        show_diagnosis(diagnosis, specimens)
    worst = STATUSES.index(diagnosis.status)
    _leave(_FAILED if worst >= STATUSES.index("warning" if strict else "problem") else 0)


def _examine(*, is_to_send: bool) -> tuple[Diagnosis, list[Specimen]]:
    """What is sent is observed by us alone: others would export it to the user's backend."""
    reach_this_folder()
    if is_instrumented():
        diagnosis = examine(is_fresh=True)
        specimens = _send() if is_to_send else []
    else:
        specimens = _send() if is_to_send else []
        instrument_as_usual()
        diagnosis = examine(is_fresh=True)
    if not is_to_send:
        return diagnosis, []
    return replace(diagnosis, findings=(*diagnosis.findings, judge_specimens(specimens))), specimens


def _send() -> list[Specimen]:
    try:
        return send()
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package not in _NEEDED:
            raise
        raise WrongUsage(_TESTING.format(_NEEDED[package])) from error


def _describe(diagnosis: Diagnosis, specimens: list[Specimen]) -> dict[str, Any]:
    return {
        "version": VERSION,
        "process": "fresh",
        "status": diagnosis.status,
        "findings": [
            {
                "code": one.code,
                "status": one.status,
                "subject": one.subject,
                "seen": one.seen,
                "advice": one.advice,
            }
            for one in diagnosis.findings
        ],
        "sent": [describe_specimen(one) for one in specimens],
    }


def _leave(code: int) -> NoReturn:
    """Ends the process at once: at a usual end, the providers would export what is no app's."""
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code)
