"""The page of a report in a real browser."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from gemini_otel_exporters._report._page import write_page
from gemini_otel_exporters._report._wording import spell
from tests.browser.chromium import Chromium, Visit, Wish, as_address
from tests.report.asking import ask
from tests.report.ledgers import Billed, make_ledger
from tests.report.months import list_billed


HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\u202e\x1b[31m"

# What is in the page once its charts are drawn.
_LOOK = """(() => {
  const drawn = {};
  for (const canvas of document.querySelectorAll("canvas")) {
    const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
    const colours = new Set();
    for (let n = 0; n < pixels.length; n += 4) {
      if (pixels[n + 3] === 255) colours.add(`${pixels[n]},${pixels[n + 1]},${pixels[n + 2]}`);
    }
    drawn[canvas.id] = colours.size;
  }
  const widthOf = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return range.getBoundingClientRect().width;
  };
  return {
    drawn,
    total: document.querySelector("#total .value").textContent,
    textWidth: widthOf(document.querySelector("h1")),
    pageWidth: document.documentElement.scrollWidth,
    ground: getComputedStyle(document.body).backgroundColor,
    rows: [...document.querySelectorAll("tbody tr")].map((row) => row.textContent),
    images: document.images.length,
    scripts: document.scripts.length,
  };
})()"""


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A month with something of everything, and names that somebody made up."""
    billed = [*list_billed(30), Billed(model=HOSTILE, tenant=HOSTILE, bill={"input": 10**10})]
    return make_ledger(tmp_path_factory.mktemp("browser") / "ledger.db", billed)


@pytest.fixture(scope="module")
def page(ledger: Path) -> Path:
    """The report's page."""
    from gemini_otel_exporters._report._options import Options, read_question
    from gemini_otel_exporters._report._whole import report_on
    from tests.report.asking import NOW

    question = read_question(Options(None, None, None, None, "America/Los_Angeles"), NOW)
    file = ledger.with_name("report.html")
    file.write_text(write_page(report_on(str(ledger), question, with_owners=True)), "utf-8")
    return file


@pytest.fixture(scope="module")
def visits(chromium: Chromium, page: Path) -> Mapping[str, Visit]:
    """The page wide and narrow, light and dark, and without scripts."""
    address = as_address(page)
    wishes = {
        "wide": Wish(address, 1440, 1000, expression=_LOOK),
        "dark": Wish(address, 1440, 1000, dark=True, expression=_LOOK),
        "narrow": Wish(address, 390, 844, expression=_LOOK),
        "narrow dark": Wish(address, 390, 844, dark=True, expression=_LOOK),
    }
    return dict(zip(wishes, chromium.visit(*wishes.values()), strict=True))


WAYS = ("wide", "dark", "narrow", "narrow dark")


@pytest.mark.parametrize("way", WAYS)
def test_nothing_goes_wrong_and_nothing_is_fetched(visits: Mapping[str, Visit], way: str) -> None:
    """The console is silent, and the page asks for nothing but itself."""
    assert ([], []) == (visits[way].errors, visits[way].requests)


@pytest.mark.parametrize("way", WAYS)
def test_every_chart_is_drawn(visits: Mapping[str, Visit], way: str) -> None:
    """No canvas is blank: each has opaque pixels of several colours."""
    drawn: dict[str, int] = visits[way].value["drawn"]

    assert {"days", "models", "components", "waste", "tenant", "feature"} == set(drawn)
    assert [] == [name for name, colours in drawn.items() if colours < 2]


@pytest.mark.parametrize("way", WAYS)
def test_text_can_be_seen(visits: Mapping[str, Visit], way: str) -> None:
    """Text has a width, and none of it makes the page wider than the window."""
    seen = visits[way].value

    assert seen["textWidth"] > 100
    assert (390 if way.startswith("narrow") else 1440) == seen["pageWidth"]


@pytest.mark.parametrize("way", WAYS)
def test_the_total_is_the_ledgers(visits: Mapping[str, Visit], ledger: Path, way: str) -> None:
    """What is shown is what the ledger has, to the nano-dollar."""
    assert f">= {spell(ask(ledger).total.nano)}" == visits[way].value["total"]


def test_dark_is_dark(visits: Mapping[str, Visit]) -> None:
    """The ground follows what the user prefers."""
    light, dark = (
        sum(map(int, re.findall(r"\d+", visits[way].value["ground"]))) for way in ("wide", "dark")
    )

    assert dark < 150
    assert light > 600


def test_names_are_only_text(visits: Mapping[str, Visit]) -> None:
    """A model's or tenant's name becomes no markup and no script, and stays readable."""
    seen: dict[str, Any] = visits["wide"].value

    assert (0, 3) == (seen["images"], seen["scripts"])
    assert 2 == sum("<script>alert(1)</script>" in row for row in seen["rows"])


def test_the_tables_need_no_script(chromium: Chromium, page: Path) -> None:
    """With scripts switched off, the exact numbers are there all the same."""
    picture = page.with_name("still.png")
    [visit] = chromium.visit(
        Wish(as_address(page), scripts=False, picture=str(picture), full=False)
    )

    assert ([], []) == (visit.errors, visit.requests)
    assert picture.stat().st_size > 20_000


def test_a_page_that_breaks_the_rules_is_caught(chromium: Chromium, tmp_path: Path) -> None:
    """These tests see an error, a request and an empty canvas where there is one."""
    file = tmp_path / "broken.html"
    file.write_text(
        "<h1 id=total><b class=value></b></h1><canvas id=days></canvas>"
        "<script src='http://127.0.0.1:1/x.js'></script><script>nothing()</script>",
        "utf-8",
    )
    [visit] = chromium.visit(Wish(as_address(file), expression=_LOOK))

    assert ["http://127.0.0.1:1/x.js"] == visit.requests
    assert any("nothing is not defined" in error for error in visit.errors)
    assert {"days": 0} == visit.value["drawn"]


def test_the_policy_forbids_everything_else(page: Path) -> None:
    """The page itself tells the browser to fetch nothing and to run only what is in it."""
    text = page.read_text("utf-8")
    [policy] = re.findall(r'Content-Security-Policy" content="([^"]*)"', text)

    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert len(text) < 1_000_000


def test_the_library_is_the_published_one(chromium: Chromium) -> None:
    """The chart library in the package is the file that npm has, and its licence is beside it."""
    published = chromium.packages.folder / "node_modules" / "chart.js"
    ours = Path(__file__).parents[2] / "exporters/gemini_otel_exporters/_report/_page/assets"
    version = json.loads((published / "package.json").read_text("utf-8"))["version"]

    assert (published / "dist/chart.umd.min.js").read_bytes() == (
        ours / "chart.umd.min.js"
    ).read_bytes()
    assert (published / "LICENSE.md").read_bytes() == (
        ours / "chart.umd.min.js.LICENSE"
    ).read_bytes()
    assert f"Chart.js v{version}" in (ours / "chart.umd.min.js").read_text("utf-8")[:200]
