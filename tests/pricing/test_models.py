"""A model is known by its id, never by what the id begins with."""

import pytest

from gemini_otel.pricing import Consumption, Usage, price
from tests.pricing.cases import TODAY, Case, Expected, Line, case, developer, read_bill, vertex


_SMALL = Usage(prompt=1_000)
_FLASH = [Line("input", "unknown", 1_000, "0.75", 750_000)]  # 1,000 x 750
_IS_FLASH = Expected(model="gemini-3.8-flash")
_UNKNOWN = Expected(gaps=(("response", "unknown_model"),), model=None)
_MOVES = Expected(gaps=(("response", "moving_alias"),), model=None)

_PATHS = (
    "models/gemini-3.8-flash",
    "google/gemini-3.8-flash",
    "publishers/google/models/gemini-3.8-flash",
    "projects/a-project/locations/us-central1/publishers/google/models/gemini-3.8-flash",
)
_LOOK_ALIKES = (
    "gemini-3.8-flash-foo",
    "gemini-3.8-flash-lite",
    "gemini-3.8-flash-01",
    "gemini-3.8-flash-0001",
    "gemini-3.8-flash-",
    "gemini-3.8-flash-001-002",
    "gemini-3.8-flash-preview-11-2026",
    "my-gemini-3.8-flash",
    "gemini-3.8",
    "tunedModels/gemini-3.8-flash-abc",
    "projects/1/locations/us-central1/endpoints/1234567890",
    "models/",
    "",
)
_ALIASES = ("gemini-flash-latest", "gemini-flash-lite-latest", "gemini-pro-latest")

CASES = [
    *(
        case(f"the path of {path} is stripped", developer(path, _SMALL), _FLASH, 750_000, _IS_FLASH)
        for path in _PATHS
    ),
    *(
        case(f"{name!r} only looks like a known model", developer(name, _SMALL), [], None, _UNKNOWN)
        for name in _LOOK_ALIKES
    ),
    *(
        case(f"{name} has no price of its own", developer(name, _SMALL), [], None, _MOVES)
        for name in _ALIASES
    ),
    case(
        "an alias in a path has no price of its own either",
        developer("models/gemini-flash-latest", _SMALL),
        [],
        None,
        _MOVES,
    ),
    case(
        "a version has the price of its model",
        developer("gemini-3.8-flash-001", _SMALL),
        _FLASH,
        750_000,
        _IS_FLASH,
    ),
    case(
        "a later version has the price of its model too",
        developer("models/gemini-3.8-flash-002", _SMALL),
        _FLASH,
        750_000,
        _IS_FLASH,
    ),
    case(
        "3.8 Flash Cyber is a model of its own on Vertex AI",
        vertex("gemini-3.8-flash-cyber", _SMALL),
        [Line("input", "unknown", 1_000, "1.5", 1_500_000)],  # not 1,000 x 750
        1_500_000,
    ),
    case(
        "3.8 Flash Cyber is not 3.8 Flash on the Developer API",
        developer("gemini-3.8-flash-cyber", _SMALL),
        [],
        None,
        Expected(gaps=(("response", "platform_not_priced"),)),
    ),
    case(
        "Argon Cyber Permissive is a model of its own",
        vertex("gemini-4-argon-cyber-permissive", _SMALL),
        [Line("input", "unknown", 1_000, "4", 4_000_000)],  # not 1,000 x 2,000
        4_000_000,
    ),
    case(
        "the custom tools variant of 3.1 Pro costs the same",
        developer("gemini-3.1-pro-preview-customtools", _SMALL),
        [Line("input", "unknown", 1_000, "2", 2_000_000)],  # 1,000 x 2,000
        2_000_000,
    ),
    case(
        "the model that was asked for stands in for a silent server, as an assumption",
        Consumption(
            "gemini-3.8-flash",
            "gemini_api",
            TODAY,
            _SMALL,
            tier="standard",
            is_model_assumed=True,
        ),
        _FLASH,
        750_000,
        Expected(assumptions=("model",)),
    ),
    case(
        "Gemini 4 Carbon",
        developer("gemini-4-carbon", Usage(2_000, cached=1_000, candidates=100, thoughts=200)),
        [
            Line("input", "unknown", 1_000, "2", 2_000_000),  # 1,000 x 2,000
            Line("cached_input", "unknown", 1_000, "0.1", 100_000),  # 1,000 x 100
            Line("output", "unknown", 100, "10", 1_000_000),  # 100 x 10,000
            Line("thinking", "text", 200, "10", 2_000_000),  # 200 x 10,000
        ],
        5_100_000,
        Expected(savings=1_900_000),  # 1,000 x (2,000 - 100)
    ),
    case(
        "Gemini 4 Hydrogen",
        developer("gemini-4-hydrogen", Usage(2_000, cached=1_000, candidates=100, thoughts=200)),
        [
            Line("input", "unknown", 1_000, "1.5", 1_500_000),  # 1,000 x 1,500
            Line("cached_input", "unknown", 1_000, "0.075", 75_000),  # 1,000 x 75
            Line("output", "unknown", 100, "7.5", 750_000),  # 100 x 7,500
            Line("thinking", "text", 200, "7.5", 1_500_000),  # 200 x 7,500
        ],
        3_825_000,
        Expected(savings=1_425_000),  # 1,000 x (1,500 - 75)
    ),
]


@pytest.mark.parametrize("case", CASES)
def test_a_model_is_known_by_its_id(case: Case) -> None:
    """A model is known by its id, never by what the id begins with."""
    assert case.bill == read_bill(price(case.took))
