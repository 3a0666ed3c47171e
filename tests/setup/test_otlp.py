"""OTLP over real wires: all that was recorded arrives, once, however a process ends."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gemini_otel.testing import FakeGemini
from tests.processes.launching import TEMPORALITY, Stage, finish
from tests.processes.receiver import Receiver
from tests.setup.conftest import read_ledger, set_up_stage
from tests.setup.grpc_receiver import GrpcReceiver


PROGRAM = "tests.setup.programs.calling"
EVERYTHING = '{"traces": "otlp", "metrics": "otlp", "logs": "otlp", "console": "off"}'


@pytest.fixture(params=["http/protobuf", "grpc"])
def wired(request: pytest.FixtureRequest, gemini: FakeGemini, tmp_path: Path) -> Iterator[Stage]:
    """A stage of either protocol."""
    with (GrpcReceiver if request.param == "grpc" else Receiver)() as receiver:
        stage = set_up_stage(gemini, receiver, tmp_path)
        stage.env["OTEL_EXPORTER_OTLP_PROTOCOL"] = request.param
        yield stage


@pytest.mark.parametrize(
    ("way", "code", "calls"),
    [
        ("exit", 0, 2),
        ("exception", 1, 1),
        ("with", 7, 2),
        ("SIGTERM", -15, 2),
        ("os.fork", 0, 4),
        ("os._exit", 0, 3),
        ("SIGTERM in a child", 0, 3),
        ("fork", 0, 4),
    ],
)
def test_everything_arrives_once(
    way: str, code: int, calls: int, wired: Stage, tmp_path: Path
) -> None:
    """Spans, events, counters and histograms agree with what was served, and so does the ledger."""
    done = finish(wired.start(PROGRAM, EVERYTHING, way))

    told = wired.check()
    assert code == done.code
    assert calls == told.calls() == len(read_ledger(tmp_path))


@pytest.mark.parametrize("way", ["os.fork", "spawn", "forkserver"])
def test_children_under_delta_temporality(way: str, stage: Stage, tmp_path: Path) -> None:
    """No child repeats what its parent told, and none reports a negative step."""
    stage.env[TEMPORALITY] = "delta"
    done = finish(stage.start(PROGRAM, EVERYTHING, way))

    told = stage.check()
    assert (0, "") == (done.code, done.errors)
    assert 4 == told.calls()
    assert 2 == len([one for one in stage.receiver.processes().values() if one.calls()])
    assert told.calls() == len(read_ledger(tmp_path))


def test_variables_say_the_same_as_arguments(stage: Stage, tmp_path: Path) -> None:
    """OTEL_*_EXPORTER, OTEL_SERVICE_NAME and the resource's variable need no argument."""
    stage.env |= {
        "OTEL_TRACES_EXPORTER": "otlp",
        "OTEL_METRICS_EXPORTER": "otlp",
        "OTEL_LOGS_EXPORTER": "gemini_ledger,otlp",
        "OTEL_RESOURCE_ATTRIBUTES": "service.instance.id=one,deployment.environment.name=test",
        "GEMINI_OTEL_CONSOLE": "off",
    }
    done = finish(stage.start(PROGRAM, "{}", "exit"))

    assert (0, "") == (done.code, done.errors)
    assert 2 == stage.check().calls() == len(read_ledger(tmp_path))
    assert ["one"] == list(stage.receiver.processes())
