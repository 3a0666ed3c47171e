"""The files that containers are started with say what they mean to those they are for."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from dashboards._files import GENERATED
from tests.backends.prometheus import run_promtool


FILES = sorted(path for ending in ("yaml", "yml") for path in GENERATED.rglob(f"*.{ending}"))


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.fixture(name="services")
def read_services() -> dict[str, Any]:
    """The containers."""
    found: dict[str, Any] = _read(GENERATED / "compose.yaml")["services"]
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_is_yaml(path: Path) -> None:
    """Each file is a table."""
    assert isinstance(_read(path), dict)


def test_every_mounted_file_is_there(services: dict[str, Any]) -> None:
    """No container is given a file or a folder that is not handed out with it."""
    mounted = [
        volume.partition(":")[0]
        for service in services.values()
        for volume in service.get("volumes", [])
        if volume.startswith("./")
    ]

    assert len(mounted) > 5
    assert [] == [one for one in mounted if not (GENERATED / one).exists()]


def test_every_image_has_a_version(services: dict[str, Any]) -> None:
    """What is started does not change by what is published; another version can be named."""
    images = [service["image"] for service in services.values()]

    assert [] == [
        one for one in images if not re.search(r":\$\{[A-Z]+_VERSION:-v?\d[\d.]+\}$", one)
    ]


def test_whoever_looks_may_follow_the_links(services: dict[str, Any]) -> None:
    """Links to traces lead to Explore, which Grafana opens to editors."""
    assert "Editor" == services["grafana"]["environment"]["GF_AUTH_ANONYMOUS_ORG_ROLE"]


def test_only_loopback_is_opened(services: dict[str, Any]) -> None:
    """Nobody but the machine's own users reaches the containers."""
    ports = [port for service in services.values() for port in service.get("ports", [])]

    assert [] == [port for port in ports if not port.startswith("127.0.0.1:")]


def test_prometheus_takes_its_file(tmp_path: Path) -> None:
    """The configuration, and the rules it names, are ones that promtool accepts."""
    text = (GENERATED / "compose" / "prometheus.yml").read_text(encoding="utf-8")
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
