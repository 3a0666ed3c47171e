"""The files that containers are started with say what they mean to those they are for."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from dashboards._files import GENERATED
from tests.backends.prometheus import run_promtool
from tests.legs.environments import ROOT


DASHBOARDS = ROOT / "dashboards"
FILES = [*sorted((DASHBOARDS / "compose").iterdir()), *sorted(GENERATED.rglob("*.yaml"))]


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_is_yaml(path: Path) -> None:
    """Each file is a table."""
    assert isinstance(_read(path), dict)


def test_every_mounted_file_is_there() -> None:
    """No container is given a file or a folder that does not exist."""
    services: dict[str, Any] = _read(DASHBOARDS / "compose.yaml")["services"]
    mounted = [
        volume.partition(":")[0]
        for service in services.values()
        for volume in service.get("volumes", [])
        if volume.startswith("./")
    ]

    assert len(mounted) > 5
    assert [] == [one for one in mounted if not (DASHBOARDS / one).exists()]


def test_only_loopback_is_opened() -> None:
    """Nobody but the machine's own users reaches the containers."""
    services: dict[str, Any] = _read(DASHBOARDS / "compose.yaml")["services"]
    ports = [port for service in services.values() for port in service.get("ports", [])]

    assert [] == [port for port in ports if not port.startswith("127.0.0.1:")]


def test_prometheus_takes_its_file(tmp_path: Path) -> None:
    """The configuration, and the rules it names, are ones that promtool accepts."""
    text = (DASHBOARDS / "compose" / "prometheus.yml").read_text(encoding="utf-8")
    file = tmp_path / "prometheus.yml"
    file.write_text(text.replace("/etc/prometheus/alerts", str(GENERATED / "alerts")), "utf-8")

    checked = run_promtool("check", "config", str(file))

    assert 0 == checked.returncode, checked.stdout + checked.stderr
    assert 2 == len(re.findall(r"rules found", checked.stdout))


def test_data_sources_have_the_uids_that_are_asked_for() -> None:
    """Links between data sources lead to data sources that are there."""
    file = GENERATED / "provisioning" / "datasources" / "gemini-otel.yaml"
    sources: list[dict[str, Any]] = _read(file)["datasources"]
    uids = {source["uid"] for source in sources}
    asked = set(re.findall(r'"datasourceUid": "([^"]+)"', json.dumps(sources)))

    assert {"prometheus", "tempo"} == uids
    assert {"prometheus", "tempo"} == asked
