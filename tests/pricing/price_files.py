"""Price files as users write them, and how they are put on disk and read."""

from pathlib import Path

import pytest

from gemini_otel.pricing._files._faults import PriceFileError
from gemini_otel.pricing._files._reading import read_user_file


TOML = """\
# What we pay.
schema = 1
checked = 2026-11-01

[sources.contract]
title = "Our contract"
url = ""
read = "2026-10"

[[models]]
id = "acme-tuned"
generation = "3.8"

[[aliases]]
alias = "tunedModels/acme"
model = "acme-tuned"

[[prices]]
model = "acme-tuned"
platform = "vertex"
tier = "standard"
direction = "input"
modality = [
    "text",  # not ], and not "
    "image",
]
cached = true
unit = "1M tokens"
usd = "0.30"
from = 2026-01-01
until = "2026-12-31"
sources = ["contract"]

[[prices]]
model = "acme-video"
platform = "gemini_api"
tier = "batch"
direction = "output"
unit = "second"
size = "720p"
audio = false
usd = "0.05"
from = "2026-02-01"

[[discounts]]
id = "spring"
percent = "12.5"
models = ["gemini-3.8-flash", "acme-tuned"]
tiers = ["batch"]
from = "2026-03-01"
until = "2026-05-31"

[[uplifts]]
id = "far"
platform = "vertex"
models = ["acme-tuned"]
locations = "non_global"
multiplier = "1.2"
from = "2026-01-01"

[[fees]]
id = "maps"
tool = "google_maps"
platform = "vertex"
generation_from = "3"
unit = "query"
usd = "0.01"
from = "2026-01-01"

[[lifecycle]]
model = "acme-tuned"
platform = "vertex"
stage = "ga"
release = "2026-01-01"
shutdown = "2026-12-31"
replacement = "gemini-3.8-flash"

[[models]]
id = "acme-video"
"""

JSON = """\
{
 "schema": 1,
 "prices": [
  {"model": "acme-tuned", "platform": "vertex", "tier": "standard", "direction": "output",
   "modality": ["text"], "unit": "1M tokens", "usd": "2.5",
   "from": "2026-01-01", "until": null}
 ],
 "models": [{"id": "acme-tuned", "generation": "3.8"}]
}
"""


def write(folder: Path, name: str, text: str) -> Path:
    """Put a price file into a folder."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def refuse(file: Path) -> PriceFileError:
    """The error with which a price file is refused."""
    with pytest.raises(PriceFileError) as caught:
        read_user_file(file)
    return caught.value
