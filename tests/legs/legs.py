"""The legs of the test commands: which programs run in which environment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tests.legs import environments, interpreters


if TYPE_CHECKING:
    from tests.legs.environments import Environment
    from tests.legs.interpreters import Version

WHOLE_FROM = (3, 11)
CONCISE = ("--output-format", "concise", "gemini_otel", "exporters", "dashboards", "tests")
# Real servers and a browser, and Python 3.11: in a leg of their own.
OF_PYTHON_311 = ("dashboards", "tests/alerts", "tests/dashboards")
OF_DASHBOARDS = ("alerts", "backends", "dashboards")
SDK_NEEDS_PYTHON_311 = ("2.34.0", "3.0.0")
PYTHON_VERSIONS: tuple[Version, ...] = ((3, 10), (3, 11), (3, 12), (3, 13))
# Where an older google-genai refuses the newest of something, or cannot work with it.
PINS_BEFORE_SDK_3 = ("websockets==16.1.1",)
PINS_BEFORE_SDK_2_18 = (
    *PINS_BEFORE_SDK_3,
    "mcp==1.30.0",
    "httpx-sse==0.4.3",
    "pydantic-settings==2.15.0",
    "python-dotenv==1.2.4",
)
# What a framework deprecates of its own neither stops its users nor us.
THEIR_WARNINGS = ("--disable-warnings", "-o", "filterwarnings=error:::gemini_otel")
PINS_OF_SDK = {
    "1.65.0": PINS_BEFORE_SDK_2_18,
    "1.75.0": PINS_BEFORE_SDK_2_18,
    "2.8.0": PINS_BEFORE_SDK_2_18,
    "2.19.0": PINS_BEFORE_SDK_3,
    "2.30.0": PINS_BEFORE_SDK_3,
    "2.34.0": PINS_BEFORE_SDK_3,
    "3.0.0": (),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One command of a leg; the word `{python}` stands for the environment's interpreter."""

    command: tuple[str, ...]
    is_pytest: bool = False


@dataclass(frozen=True, slots=True)
class Leg:
    """A named part of a test command.

    `needs` are the environments to make first: the steps run in the first one. An empty `needs`
    says that this machine cannot run the leg, and `missing` says why.
    """

    name: str
    steps: tuple[Step, ...]
    needs: tuple[Environment, ...]
    missing: str = ""


def chosen(names: tuple[str, ...], added: tuple[str, ...] = ()) -> tuple[Leg, ...]:
    """Return the named legs, or those of `make test`, and the added ones.

    Raises:
        ValueError: A name is of no leg and no group of legs.
    """
    wanted = (*(names or ("test",)), *added)
    unknown = [name for name in wanted if name not in GROUPS and name not in _by_name()]
    if unknown:
        known = ", ".join([*GROUPS, *_by_name()])
        message = f"there is no leg named {', '.join(unknown)}: choose among {known}"
        raise ValueError(message)
    legs = {leg.name: leg for name in wanted for leg in _named(name)}
    # Else a lane would be left with a long one when all the others are done.
    return tuple(sorted(legs.values(), key=lambda leg: leg.name not in FIRST))


def _named(name: str) -> tuple[Leg, ...]:
    return GROUPS[name]() if name in GROUPS else (_by_name()[name],)


def _by_name() -> dict[str, Leg]:
    grouped = [leg for group in GROUPS.values() for leg in group()]
    return {leg.name: leg for leg in (*EVERYTHING, *OF_BUILD_SERVER, *grouped)}


def _whole_or_core() -> tuple[Leg, ...]:
    return EVERYTHING if _can_be_whole() else (_suite_here(), CLICKHOUSE)


def _can_be_whole() -> bool:
    return interpreters.running().version >= WHOLE_FROM


def _suite_here() -> Leg:
    return SUITE if _can_be_whole() else Leg("suite", (_suite(),), (environments.CORE,))


def _sdk_matrix() -> tuple[Leg, ...]:
    return (*(_against_sdk(version) for version in PINS_OF_SDK), _suite_here())


def _against_sdk(version: str) -> Leg:
    name = f"sdk-{version}"
    if version in SDK_NEEDS_PYTHON_311 and not _can_be_whole():
        return Leg(name, (), (), f"google-genai {version} needs Python 3.11")
    pins = (f"google-genai=={version}", *PINS_OF_SDK[version])
    return Leg(name, (_suite(),), (replace(environments.CORE, name=name, repinned=pins),))


def _python_matrix() -> tuple[Leg, ...]:
    here = interpreters.running().version
    others = (_on_python(version) for version in PYTHON_VERSIONS if version != here)
    return (*others, _suite_here())


def _on_python(version: Version) -> Leg:
    name = "python-{}.{}".format(*version)
    interpreter = interpreters.find(version)
    if interpreter is None:
        return Leg(name, (), (), "this machine has no python{}.{}".format(*version))
    environment = replace(environments.CORE, interpreter=interpreter)
    return Leg(name, (_suite(),), (environment,))


def _frameworks() -> tuple[Leg, ...]:
    frameworks = (_of_others(one, "frameworks") for one in environments.FRAMEWORKS)
    return (*frameworks, *(_of_others(one, "neighbours") for one in environments.NEIGHBOURS))


def _of_others(environment: Environment, folder: str) -> Leg:
    if not _can_be_whole():
        return Leg(environment.name, (), (), "its pins are for Python 3.11 and newer")
    suite = _pytest(f"tests/{folder}", f"--environment={environment.name}", *THEIR_WARNINGS)
    return Leg(environment.name, (suite,), (environment,))


def _audit() -> tuple[Leg, ...]:
    return (AUDIT,)


def _check(*command: str) -> Step:
    return Step(command)


def _pytest(*arguments: str) -> Step:
    settings = ("-rs", "-o", "faulthandler_timeout=300", "-o", "verbosity_assertions=2")
    return Step(("python", "-m", "pytest", *settings, *arguments), is_pytest=True)


def _suite() -> Step:
    ignored = ("architecture", "browser", "test_packaging.py", "warehouse", *OF_DASHBOARDS)
    return _pytest("tests", *(f"--ignore=tests/{name}" for name in ignored))


LINT = Leg(
    "lint",
    (_check("ruff", "check", *CONCISE), _check("ruff", "format", "--check", *CONCISE)),
    (environments.DEV,),
)
TYPES = Leg(
    "types",
    (
        _check("mypy"),
        _check("mypy", "--python-version", "3.11", "dashboards"),
        _check("pyright", "--pythonpath", "{python}"),
        _check("pyright", "--pythonpath", "{python}", "--pythonversion", "3.11", *OF_PYTHON_311),
        _check("pyright", "--verifytypes", "gemini_otel", "--ignoreexternal"),
    ),
    (environments.DEV,),
)
ARCHITECTURE = Leg(
    "architecture",
    (_check("lint-imports", "--no-logo"), _pytest("tests/architecture")),
    (environments.DEV,),
)
SUITE = Leg("suite", (_suite(),), (environments.DEV,))
DASHBOARDS = Leg(
    "dashboards",
    (
        _check("python", "-m", "dashboards", "--check"),
        _pytest(*(f"tests/{name}" for name in OF_DASHBOARDS)),
    ),
    (environments.DEV,),
)
OLDEST = Leg("oldest", (_suite(),), (environments.OLDEST,))
PACKAGING = Leg(
    "packaging", (_pytest("tests/test_packaging.py"),), (environments.DEV, environments.WHEEL)
)
SDK_OWN = Leg("sdk-own", (_check("python", "-m", "tests.sdk_own"),), (environments.SDK_OWN,))

PRICES = Leg("prices-check", (_check("python", "-m", "tests.pricing.check"),), (environments.DEV,))

BROWSER = Leg("browser", (_pytest("tests/browser"),), (environments.DEV,))


def _warehouse() -> Leg:
    if not _can_be_whole():
        return Leg("clickhouse", (), (), "ClickHouse's engine in a wheel needs Python 3.11")
    # Without the fixtures of all other tests: what they import is not in this environment.
    suite = _pytest("--confcutdir=tests/warehouse", "tests/warehouse")
    return Leg("clickhouse", (suite,), (environments.CLICKHOUSE,))


CLICKHOUSE = _warehouse()

AUDIT = Leg("audit", (_check("python", "-m", "tests.audit"),), (environments.AUDIT,))

EVERYTHING = (
    *(LINT, TYPES, SUITE, ARCHITECTURE, PRICES, PACKAGING),
    *(CLICKHOUSE, BROWSER, DASHBOARDS),
)
# Other versions of the SDK, and its own tests: what the build server adds.
OF_BUILD_SERVER = (OLDEST, SDK_OWN)
FIRST = (SUITE.name, OLDEST.name)
GROUPS = {
    "test": _whole_or_core,
    "sdk-matrix": _sdk_matrix,
    "python-matrix": _python_matrix,
    "frameworks": _frameworks,
    "audit": _audit,
}
