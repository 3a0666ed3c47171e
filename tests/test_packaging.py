"""What is published: the wheel, what it needs, and that it works without these sources."""

import hashlib
import json
import re
import subprocess
import sys
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path

import pytest

from gemini_otel_exporters._dashboards._shipped import Shipped
from tests.legs import installation
from tests.legs.environments import ROOT, WHEEL


# One Gemini call through the real SDK, then what was counted of it, as JSON.
SMOKE = """
import json, sys, threading
from http.server import BaseHTTPRequestHandler, HTTPServer

class Gemini(BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        body = json.dumps({
            "candidates": [{"content": {"role": "model", "parts": [{"text": "Hello."}]}}],
            "usageMetadata": {"promptTokenCount": 3, "candidatesTokenCount": 2},
        }).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *words):
        pass

server = HTTPServer(("127.0.0.1", 0), Gemini)
threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()

import gemini_otel
gemini_otel.instrument()
import google.genai
client = google.genai.Client(
    api_key="none", http_options={"base_url": f"http://127.0.0.1:{server.server_port}"}
)
response = client.models.generate_content(model="gemini-3.5-flash", contents="Hi")
wrapped = hasattr(vars(google.genai.models.Models)["_generate_content"], "__wrapped__")
print(json.dumps({"text": response.text, "wrapped": wrapped, "from": gemini_otel.__file__}))
"""
OPTIONAL = ("opentelemetry.sdk", "rich", "google.genai")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built through the source distribution as for a release."""
    folder = tmp_path_factory.mktemp("dist")
    _run([sys.executable, "-m", "hatchling", "build", "-d", str(folder)], ROOT)
    unpacked = folder / "unpacked"
    unpacked.mkdir()
    _run(["tar", "-xzf", str(next(folder.glob("*.tar.gz"))), "-C", str(unpacked)], folder)
    source = next(unpacked.iterdir())
    _run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], source)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def clean_python(wheel: Path) -> Path:
    """An interpreter that has the wheel, its requirements and the SDK, and nothing of ours else."""
    installation.prepare(WHEEL, print)
    pip = [str(WHEEL.python), "-m", "pip", "install", "--no-index", "--no-deps"]
    _run([*pip, "--force-reinstall", str(wheel)], wheel.parent)
    return WHEEL.python


def _run(command: list[str], where: Path) -> str:
    done = subprocess.run(command, cwd=where, capture_output=True, text=True, check=False)

    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"

    return done.stdout


def _ask(python: Path, code: str, where: Path) -> str:
    return _run([str(python), "-I", "-c", code], where).strip()


def _names(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def _metadata(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith("/METADATA"))
        return Parser().parsestr(archive.read(name).decode())


def _requirements(wheel: Path, extra: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _metadata(wheel).get_all("Requires-Dist", []):
        requirement, _, marker = line.partition(";")
        wanted = f"extra == '{extra}'" if extra else ""
        if marker.strip().replace('"', "'") == wanted:
            name = re.match(r"[a-zA-Z0-9-]+", requirement)
            found[name.group() if name else line] = requirement.strip()
    return found


def test_the_wheel_holds_two_packages(wheel: Path) -> None:
    """Nothing but `gemini_otel` and `gemini_otel_exporters` lands in the user's import space."""
    top = {name.partition("/")[0] for name in _names(wheel)}

    assert {"gemini_otel", "gemini_otel_exporters"} == {
        name for name in top if not name.endswith(".dist-info")
    }


@pytest.mark.parametrize("package", ["gemini_otel", "gemini_otel_exporters"])
def test_both_packages_are_typed(wheel: Path, package: str) -> None:
    """Each package tells type checkers that it has types."""
    assert f"{package}/py.typed" in _names(wheel)


def test_every_module_is_in_the_wheel(wheel: Path) -> None:
    """The wheel has each module of the source trees."""
    trees = [ROOT, ROOT / "exporters"]
    modules = {
        path.relative_to(tree).as_posix()
        for tree, package in zip(trees, ["gemini_otel", "gemini_otel_exporters"], strict=True)
        for path in (tree / package).rglob("*.py")
    }

    assert modules
    assert set() == modules - set(_names(wheel))


def test_the_dashboards_are_in_the_wheel(wheel: Path) -> None:
    """Every generated board and alert is in the wheel, byte for byte, inside our own package."""
    root = "gemini_otel_exporters/_dashboards/generated/"
    with zipfile.ZipFile(wheel) as archive:
        shipped = {name: archive.read(name) for name in archive.namelist() if name.startswith(root)}
    generated = ROOT / "dashboards" / "generated"
    files = (path for path in generated.rglob("*") if path.is_file())

    assert shipped
    assert {root + path.relative_to(generated).as_posix(): path.read_bytes() for path in files} == (
        shipped
    )


def test_an_installed_wheel_hands_the_dashboards_out(clean_python: Path, tmp_path: Path) -> None:
    """What `dashboards export` would write comes from the installed package, and is the same."""
    code = (
        "import hashlib; from gemini_otel_exporters._dashboards import _shipped as shipped;"
        "print(hashlib.sha256(repr(shipped.read_shipped()).encode()).hexdigest())"
    )
    generated = ROOT / "dashboards" / "generated"
    files = sorted(path for path in generated.rglob("*") if path.is_file())
    found = tuple(
        Shipped(path.relative_to(generated).as_posix(), path.read_bytes()) for path in files
    )

    assert hashlib.sha256(repr(found).encode()).hexdigest() == _ask(clean_python, code, tmp_path)


def test_the_license_is_in_the_wheel(wheel: Path) -> None:
    """The licence travels with the code."""
    assert [name for name in _names(wheel) if name.endswith("/licenses/LICENSE")]


def test_the_sdk_is_not_capped(wheel: Path) -> None:
    """`google-genai` has a lower bound that admits pre-releases, and no upper bound."""
    assert "google-genai>=1.65.0.dev0" == _requirements(wheel, "instruments")["google-genai"]


def test_the_core_needs_no_sdk(wheel: Path) -> None:
    """Neither Google's SDK nor OpenTelemetry's is required without an extra."""
    assert {
        "opentelemetry-api",
        "opentelemetry-instrumentation",
        "structlog",
        "tzdata",
        "wrapt",
    } == set(_requirements(wheel))


def test_one_extra_has_them_all(wheel: Path) -> None:
    """The extra `all` brings what every other extra brings."""
    extras = set(_metadata(wheel).get_all("Provides-Extra", []))
    brought = {name for extra in extras - {"all"} for name in _requirements(wheel, extra)}
    everything = _requirements(wheel, "all")
    nested = re.findall(r"\[(.*)\]", everything.get("gemini-otel", ""))

    assert brought - {"gemini-otel"} <= set(everything) or extras - {"all"} == {
        extra for names in nested for extra in names.split(",")
    }


def test_what_is_installed_fits(clean_python: Path, tmp_path: Path) -> None:
    """Every requirement of every installed package is met."""
    _run([str(clean_python), "-m", "pip", "check"], tmp_path)


def test_a_call_is_seen(clean_python: Path, tmp_path: Path) -> None:
    """The installed wheel instruments the real SDK, from site-packages and not from here."""
    seen = json.loads(_ask(clean_python, SMOKE, tmp_path))

    assert "Hello." == seen["text"]
    assert seen["wrapped"]
    assert not Path(seen["from"]).is_relative_to(ROOT / "gemini_otel")


def test_the_import_is_lean(clean_python: Path, tmp_path: Path) -> None:
    """`import gemini_otel` imports neither Google's SDK nor OpenTelemetry's, nor the demo's."""
    code = f"import sys, gemini_otel; print([m for m in {OPTIONAL} if m in sys.modules])"

    assert "[]" == _ask(clean_python, code, tmp_path)


def test_the_exporters_import_nothing_optional(clean_python: Path, tmp_path: Path) -> None:
    """`import gemini_otel_exporters` works where no exporter's extra is installed."""
    code = f"import sys, gemini_otel_exporters; print([m for m in {OPTIONAL} if m in sys.modules])"

    assert "[]" == _ask(clean_python, code, tmp_path)


def test_the_entry_point_resolves(clean_python: Path, tmp_path: Path) -> None:
    """`opentelemetry-instrument` finds an instrumentor under the name `gemini`, and can load it."""
    code = (
        "from importlib.metadata import entry_points\n"
        "[point] = entry_points(group='opentelemetry_instrumentor', name='gemini')\n"
        "print(point.load()().instrumentation_dependencies())"
    )

    assert "google-genai" in _ask(clean_python, code, tmp_path)


def test_the_version_is_told_once(clean_python: Path, tmp_path: Path) -> None:
    """The installed metadata and the instrumentation scope agree on the version."""
    code = (
        "from importlib.metadata import version\n"
        "from gemini_otel._version import VERSION\n"
        "print(version('gemini-otel') == VERSION)"
    )

    assert "True" == _ask(clean_python, code, tmp_path)
