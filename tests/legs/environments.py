"""The virtual environments of this repository: what each one holds."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tests.legs import interpreters


if TYPE_CHECKING:
    from tests.legs.interpreters import Interpreter


ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".cache"
OTHER_TOOLS = "[tool."
PACKAGING_TOOL = "[tool.hatch"


@dataclass(frozen=True, slots=True)
class Environment:
    """A named set of pinned packages on one interpreter.

    `extras` and `groups` are names of pyproject.toml. `repinned` replaces single pins of the
    constraints file. `project` says how gemini_otel itself is in it. `installer` is uv for large
    environments that live for one run.
    """

    name: str
    extras: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    constraints: str = "constraints.txt"
    repinned: tuple[str, ...] = ()
    project: Literal["editable", "wheel", "absent"] = "editable"
    installer: Literal["pip", "uv"] = "pip"
    interpreter: Interpreter = field(default_factory=interpreters.running)

    @property
    def folder(self) -> Path:
        """The place of the environment: another one for every change of what it holds."""
        return CACHE / "venvs" / f"{self.name}-{self.interpreter.tag}-{self._digest()}"

    @property
    def python(self) -> Path:
        """The interpreter inside the environment."""
        return self.program("python")

    def program(self, name: str) -> Path:
        """Return the path of an installed command."""
        return self.folder / "bin" / name

    def pins(self) -> str:
        """Return the text of the constraints this environment is installed under."""
        replaced = {_package(pin) for pin in self.repinned}
        lines = (ROOT / self.constraints).read_text(encoding="utf-8").splitlines()
        kept = [line for line in lines if _package(line) not in replaced]
        return "\n".join([*kept, *self.repinned, ""])

    def _digest(self) -> str:
        holds = (self.extras, self.groups, self.project, str(self.interpreter.path))
        text = f"{holds}{self.pins()}{_installed_part_of_pyproject()}"
        return hashlib.sha256(text.encode()).hexdigest()[:10]


def _package(pin: str) -> str:
    return pin.partition("==")[0].strip()


def _installed_part_of_pyproject() -> str:
    # The settings of linters change often and change nothing that is installed.
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    tables = text.replace("\n[", "\n\0[").split("\0")
    return "".join(
        table
        for table in tables
        if table.startswith(PACKAGING_TOOL) or not table.startswith(OTHER_TOOLS)
    )


DEV = Environment("dev", extras=("all",), groups=("dev",))
CORE = Environment("core", extras=("all",), groups=("test",))
OLDEST = Environment(
    "oldest", extras=("all",), groups=("test",), constraints="constraints-oldest.txt"
)
WHEEL = Environment("wheel", extras=("instruments",), project="wheel")
SDK_OWN = Environment("sdk-own", extras=("testing",), groups=("sdk-own",))
DEMO = Environment("demo", extras=("instruments", "demo"))
CLICKHOUSE = Environment("clickhouse", extras=("postgresql", "report"), groups=("clickhouse",))
RESOLVER = Environment("resolver", groups=("constraints",), project="absent")
AUDIT = Environment("audit", groups=("audit",), project="absent")


def _of_others(name: str, folder: str) -> Environment:
    return Environment(
        name,
        extras=("testing",),
        groups=(name,),
        constraints=f"tests/{folder}/constraints/{name}.txt",
        installer="uv",
    )


FRAMEWORKS = tuple(
    _of_others(name, "frameworks")
    for name in ("langchain", "llama-index", "crewai", "pydantic-ai", "google-adk", "instructor")
)
NEIGHBOURS = tuple(_of_others(name, "neighbours") for name in ("neighbours", "neighbours-sdk-3"))

BY_NAME = {
    environment.name: environment
    for environment in (
        *(DEV, CORE, OLDEST, WHEEL, SDK_OWN, DEMO, CLICKHOUSE, RESOLVER, AUDIT),
        *FRAMEWORKS,
        *NEIGHBOURS,
    )
}
