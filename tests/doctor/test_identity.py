"""What tells this process from others: service, instance, forks."""

import os
from typing import Any

import pytest
from opentelemetry.sdk import resources
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.resources import Resource

from tests.doctor.examining import examine, find, run_program


_MAKES_IDS = hasattr(resources, "ServiceInstanceIdResourceDetector")
"""Whether this SDK gives each process an id; 1.41 does not."""

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")


def _examine(code: str, resource: Resource) -> tuple[str, str]:
    readers = [InMemoryMetricReader()]
    provider = MeterProvider(readers, resource=resource, shutdown_on_exit=False)
    found = examine(code, meter_provider=provider)
    return found.status, found.seen


@pytest.mark.parametrize(
    ("attributes", "status"),
    [({"service.name": "shop"}, "ok"), ({"service.name": "unknown_service:python"}, "warning")],
)
def test_service_name(attributes: dict[str, Any], status: str) -> None:
    """A service without a name is a warning."""
    assert status == _examine("resource.service_name", Resource(attributes))[0]


def test_no_id() -> None:
    """Without an id the totals of several processes collide."""
    status, seen = _examine("resource.instance_id", Resource({"service.name": "shop"}))

    assert ("warning", True) == (status, "has no service.instance.id" in seen)


def test_id_of_the_sdk() -> None:
    """The id that the SDK makes is fine; an SDK that makes none is a warning."""
    status, _ = _examine("resource.instance_id", Resource.create({"service.name": "shop"}))

    assert ("ok" if _MAKES_IDS else "warning") == status


def test_id_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """An id that the environment fixes is one for all of its workers: their sums collide."""
    monkeypatch.setenv("OTEL_RESOURCE_ATTRIBUTES", "a=b, service.instance.id=pod-1")

    status, seen = _examine("resource.instance_id", Resource.create({}))

    assert ("warning", True) == (status, "pod-1 by OTEL_RESOURCE_ATTRIBUTES" in seen)


def test_id_of_the_program() -> None:
    """An id that the program sets may be unique: a note."""
    status, seen = _examine("resource.instance_id", Resource({"service.instance.id": "mine"}))

    assert ("note", "service.instance.id is mine, set by the program.") == (status, seen)


def test_no_fork() -> None:
    """This process was not forked."""
    assert "ok" == find("process.fork").status


_FORK = """
import os
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.resources import Resource

def make():
    resource = Resource.create({{"service.instance.id": "mine"}})
    return MeterProvider([InMemoryMetricReader()], resource=resource, shutdown_on_exit=False)

{parent}
child = os.fork()
if not child:
    {child}
    tell()
    os._exit(0)
assert 0 == os.waitpid(child, 0)[1]
"""
_OWN = "gemini_otel.uninstrument(); gemini_otel.instrument(meter_provider=make())"
_GIVEN = "inherited = make(); gemini_otel.instrument(meter_provider=inherited)"
_GLOBAL = (
    "from opentelemetry.metrics import set_meter_provider\n"
    "gemini_otel.instrument(); inherited = make(); set_meter_provider(inherited)"
)


@needs_fork
@pytest.mark.parametrize(
    ("parent", "child", "status"),
    [
        (_GIVEN, "pass", "warning"),
        (_GLOBAL, "pass", "warning"),
        (_GIVEN, _OWN, "ok"),
        ("gemini_otel.instrument()", _OWN, "ok"),
        ("gemini_otel.instrument()", "pass", "ok"),
    ],
    ids=["given", "global", "own after given", "own", "none"],
)
def test_forks(parent: str, child: str, status: str) -> None:
    """A child with the provider of its parent repeats histograms; one with its own does not."""
    program = _FORK.format(parent=parent, child=child)

    ((found, seen, _),) = run_program(program, "process.fork", forks=True)

    assert (status, True) == (found, "was forked (depth 1)" in seen)


@needs_fork
def test_id_after_a_fork() -> None:
    """A child has its parent's id, unless the SDK makes it one of its own."""
    program = _FORK.format(parent=_GIVEN, child="pass")

    ((status, seen, _),) = run_program(program, "resource.instance_id", forks=True)

    assert ("ok" if _MAKES_IDS else "warning") == status
    assert _MAKES_IDS is ("as in the parent" not in seen)
