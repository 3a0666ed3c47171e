"""The chart library that pages carry."""

import hashlib
import importlib.resources

from gemini_otel_exporters._report._page import _page


# Of dist/chart.umd.min.js in chart.js 4.6.1 from npm, whose lock file pins the package itself.
SHA256 = "87364cc2b2a76a6684929e7d6b80b18a897794db38400caff1fcf1791c6925d2"


def test_the_library_is_the_published_one() -> None:
    """Not a byte of it was changed."""
    assets = importlib.resources.files(_page.__package__ or "") / "assets"

    assert SHA256 == hashlib.sha256((assets / "chart.umd.min.js").read_bytes()).hexdigest()
    assert "MIT" in (assets / "chart.umd.min.js.LICENSE").read_text("utf-8")


def test_the_views_are_in_the_package() -> None:
    """The recipe for ClickHouse is installed with the reports."""
    folder = importlib.resources.files("gemini_otel_exporters._report") / "warehouse"

    assert "CREATE VIEW IF NOT EXISTS responses" in (folder / "clickhouse.sql").read_text("utf-8")
