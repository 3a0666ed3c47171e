"""A price file with a wrong field is refused, with its line, its name, and how to mend it."""

from pathlib import Path

import pytest

from tests.pricing.price_files import JSON, TOML, refuse, write


_BROKEN_TOML = [
    ("schema = 1", "schema = 2", 2, "schema", "got the number 2; this release reads 1"),
    ("schema = 1", "schema = true", 2, "schema", "got true; this release reads 1"),
    ("schema = 1\n", "", 1, "schema", "it is missing"),
    ("checked = 2026-11-01", 'checked = "1.11."', 3, "checked", "a calendar day"),
    ("[[models]]", "[[modells]]", 10, "modells", 'did you mean "models"'),
    ('read = "2026-10"', 'read = "2026"', 8, "sources.contract.read", "or a month"),
    ('url = ""\n', "", 5, "sources.contract.url", "it is missing"),
    ('generation = "3.8"', "generation = 3.8", 12, "models[0].generation", 'quotes, "3.8"'),
    ('model = "acme-tuned"\n\n', 'model = "acme"\n\n', 16, "aliases[0].model", '"acme" is known'),
    ('alias = "t', 'alias = "models/t', 15, "aliases[0].alias", "without its path"),
    (
        'alias = "tunedModels/acme"',
        'alias = "gemini-3.8-flash"',
        15,
        "aliases[0].alias",
        "goes before an alias",
    ),
    ('platform = "vertex"', 'platform = "Vertex"', 20, "prices[0].platform", '"gemini_api", "ver'),
    ('tier = "standard"', 'tier = "cheap"', 21, "prices[0].tier", '"flex", "priority"'),
    ('tier = "standard"\n', "", 18, "prices[0].tier", 'missing; allowed: "standard"'),
    ('direction = "input"', 'direction = "in"', 22, "prices[0].direction", '"storage"'),
    ('direction = "input"', 'direction = "storage"', 22, "prices[0].direction", "input or output"),
    ('"image",', '"images",', 25, "prices[0].modality[1]", '"image", "video", "document", "audio"'),
    ('"image",', '"text",', 25, "prices[0].modality[1]", 'got "text" twice'),
    (
        '    "text",  # not ], and not "\n    "image",\n',
        "",
        23,
        "prices[0].modality",
        "at least one",
    ),
    ("cached = true", 'cached = "yes"', 27, "prices[0].cached", "true or false"),
    ('unit = "1M tokens"', 'unit = "token"', 28, "prices[0].unit", '"1M tokens", "1M token-hours"'),
    (
        'usd = "0.30"',
        "usd = 0.30",
        29,
        "prices[0].usd",
        'not kept exactly: put it in quotes, "0.30"',
    ),
    ('usd = "0.30"', "usd = 3", 29, "prices[0].usd", 'put it in quotes, "3"'),
    ('usd = "0.30"', 'usd = "-0.30"', 29, "prices[0].usd", "0 or more"),
    ('usd = "0.30"', 'usd = "$0.30"', 29, "prices[0].usd", "no sign, exponent or currency"),
    ('usd = "0.30"', 'usd = "3e-1"', 29, "prices[0].usd", "no sign, exponent or currency"),
    ('usd = "0.30"', 'usd = "NaN"', 29, "prices[0].usd", "no sign, exponent or currency"),
    ("from = 2026-01-01", 'from = "20260101"', 30, "prices[0].from", "a calendar day"),
    ("from = 2026-01-01", "from = 2026-01-01T00:00:00", 30, "prices[0].from", "a time, not a day"),
    ("from = 2026-01-01\n", 'form = "x"\n', 30, "prices[0].form", 'did you mean "from"'),
    ('until = "2026-12-31"', 'until = "2026-02-30"', 31, "prices[0].until", "a calendar day"),
    ('until = "2026-12-31"', 'until = "2025-12-31"', 31, "prices[0].until", "before"),
    ('["contract"]', '["contrat"]', 32, "prices[0].sources[0]", 'no source "contrat"'),
    ("cached = true", 'band = "200k"', 27, "prices[0].band", '"<=200000" and ">200000"'),
    ("cached = true", 'location = "eu"', 27, "prices[0].location", '"any", "global"'),
    ("cached = true", 'size = "1K"', 27, "prices[0].size", "leave it out"),
    ("cached = true", "audio = true", 27, "prices[0].audio", "leave it out"),
    ("cached = true", 'gap_before = "x"', 27, "prices[0].gap_before", "no such field"),
    ('unit = "second"', 'unit = "1M tokens"', 34, "prices[1].modality", 'such as ["text"]'),
    ('size = "720p"', 'band = "<=200000"', 40, "prices[1].band", "leave it out"),
    ("audio = false", "cached = true", 41, "prices[1].cached", "leave it out"),
    ('percent = "12.5"', 'percent = "100.1"', 47, "discounts[0].percent", '"0" and "100"'),
    ('percent = "12.5"', "percent = 12", 47, "discounts[0].percent", 'in quotes, "12"'),
    ('["gemini-3.8-flash", ', '["gemini-3.8-flesh", ', 48, "discounts[0].models", "is known"),
    ('tiers = ["batch"]', "tiers = []", 49, "discounts[0].tiers", "at least one"),
    ('tiers = ["batch"]', 'tiers = "batch"', 49, "discounts[0].tiers", "a list"),
    ('multiplier = "1.2"', 'multiplier = "0"', 58, "uplifts[0].multiplier", "above 0"),
    ('locations = "non_global"', 'locations = "eu"', 57, "uplifts[0].locations", '"non_global"'),
    ('tool = "google_maps"', 'tool = "maps"', 63, "fees[0].tool", '"google_maps"'),
    (
        'generation_from = "3"',
        'generation_from = "3"\ngeneration_until = "2.5"',
        66,
        "fees[0].generation_until",
        'got "2.5", which is before "3"',
    ),
    ('stage = "ga"', 'stage = "gone"', 73, "lifecycle[0].stage", '"preview"'),
    ('shutdown = "2026-12-31"', 'shutdown = "2025-12-31"', 75, "lifecycle[0].shutdown", "before"),
    ('replacement = "g', 'replacement = "G', 76, "lifecycle[0].replacement", "is known"),
]


@pytest.mark.parametrize("case", _BROKEN_TOML)
def test_broken_toml(case: tuple[str, str, int, str, str], tmp_path: Path) -> None:
    """What is wrong in a TOML file is named: its line, its field, and how to mend it."""
    right, wrong, line, field, part = case
    file = write(tmp_path, "prices.toml", TOML.replace(right, wrong, 1))
    error = refuse(file)
    fault = next(one for one in error.faults if one.field == field)

    assert right in TOML
    assert line == fault.line
    assert part in fault.problem
    assert f"{file}, line {line}, {field}: {fault.problem}" in str(error)


_BROKEN_JSON = [
    ('"usd": "2.5"', '"usd": 2.5', 5, "prices[0].usd", 'put it in quotes, "2.5"'),
    ('"usd": "2.5"', '"usd": NaN', 5, "prices[0].usd", "got the number NaN"),
    ('"until": null', '"until": 3', 6, "prices[0].until", "got the number 3"),
    ('"until": null', '"until": null, "from": "2026-02-01"', 6, "prices[0].from", "on line 6"),
    ('"tier": "standard"', '"tier": null', 4, "prices[0].tier", "got null"),
    ('"tier": "standard", ', "", 4, "prices[0].tier", "it is missing"),
    ('["text"]', '["text", {"audio": 1}]', 5, "prices[0].modality[1]", "got a table"),
    ('"prices": [', '"prices": {},\n "note": [', 3, "prices", "[[prices]] in TOML"),
    ('"prices": [', '"prices": [3,', 3, "prices[0]", "a table of fields"),
    (' "models": [{"id"', ' "prices": [{"id"', 8, "prices", "on line 3 already"),
    ('"generation": "3.8"', '"generation": "three"', 8, "models[0].generation", "the number in"),
    ('[{"id"', '[{"id": "acme-tuned"}, {"id"', 8, "models[1].id", "models[0] already"),
    ('"schema": 1', '"schema": 1, "sources": []', 2, "sources", "by id is needed"),
]


@pytest.mark.parametrize("case", _BROKEN_JSON)
def test_broken_json(case: tuple[str, str, int, str, str], tmp_path: Path) -> None:
    """What is wrong in a JSON file is named: its line, its field, and how to mend it."""
    right, wrong, line, field, part = case
    error = refuse(write(tmp_path, "prices.json", JSON.replace(right, wrong, 1)))

    assert right in JSON
    assert (line, field) == (error.line, error.field)
    assert part in error.faults[0].problem


def test_every_fault_is_told(tmp_path: Path) -> None:
    """All faults are told at once, in the order of the file, each on a line of its own."""
    wrong = TOML.replace('tier = "standard"', 'tier = "x"').replace('"12.5"', '"x"')
    error = refuse(write(tmp_path, "prices.toml", wrong))

    assert [(21, "prices[0].tier"), (47, "discounts[0].percent")] == [
        (fault.line, fault.field) for fault in error.faults
    ]
    assert 2 == len(str(error).splitlines())
