"""A user's price file is read exactly, or refused if it cannot be read."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from gemini_otel.pricing import PriceFileError
from gemini_otel.pricing._files._reading import read_packaged, read_user_file
from gemini_otel.pricing._records import Alias, Discount, Model, Price, Records
from tests.pricing.price_files import JSON, TOML, refuse, write


def test_toml(tmp_path: Path) -> None:
    """Everything that a TOML file says is in its records."""
    records = read_user_file(write(tmp_path, "prices.toml", TOML))

    assert date(2026, 11, 1) == records.checked
    assert (Model("acme-tuned", Decimal("3.8")), Model("acme-video")) == records.models
    assert (Alias("tunedModels/acme", "acme-tuned"),) == records.aliases
    assert _TOML_PRICES == records.prices
    assert (_SPRING,) == records.discounts
    assert [Decimal("1.2")] == [one.multiplier for one in records.uplifts]
    assert [Decimal(3)] == [one.generation_from for one in records.fees]
    assert [date(2026, 12, 31)] == [one.shutdown for one in records.lives]


_TOML_PRICES = (
    Price(
        model="acme-tuned",
        platform="vertex",
        tier="standard",
        direction="input",
        unit="1M tokens",
        usd=Decimal("0.30"),
        since=date(2026, 1, 1),
        until=date(2026, 12, 31),
        modalities=("text", "image"),
        cached=True,
        sources=("contract",),
        is_users=True,
    ),
    Price(
        model="acme-video",
        platform="gemini_api",
        tier="batch",
        direction="output",
        unit="second",
        usd=Decimal("0.05"),
        since=date(2026, 2, 1),
        size="720p",
        audio=False,
        is_users=True,
    ),
)
_SPRING = Discount(
    id="spring",
    percent=Decimal("12.5"),
    models=frozenset({"gemini-3.8-flash", "acme-tuned"}),
    tiers=frozenset({"batch"}),
    since=date(2026, 3, 1),
    until=date(2026, 5, 31),
)


def test_json(tmp_path: Path) -> None:
    """A JSON file has the same form; its null is a day or a number that is not there."""
    records = read_user_file(write(tmp_path, "prices.json", JSON))
    [price] = records.prices

    assert (Model("acme-tuned", Decimal("3.8")),) == records.models
    assert ("user:acme-tuned/vertex/standard/output/text@2026-01-01", Decimal("2.5"), None) == (
        price.id,
        price.usd,
        price.until,
    )


def test_smallest_file(tmp_path: Path) -> None:
    """The form of the file is all that it has to say."""
    assert Records() == read_user_file(write(tmp_path, "prices.toml", "schema = 1\n"))


def test_byte_order_mark_and_windows_lines(tmp_path: Path) -> None:
    """A file as editors on Windows save it is read like any other."""
    file = tmp_path / "prices.toml"
    file.write_bytes(b"\xef\xbb\xbf" + TOML.replace("\n", "\r\n").encode())

    assert read_user_file(write(tmp_path, "plain.toml", TOML)) == read_user_file(file)


def test_known_model_keeps_its_generation(tmp_path: Path) -> None:
    """A price for a packaged model adds no model, which would hide the packaged one."""
    file = write(tmp_path, "prices.json", JSON.replace("acme-tuned", "gemini-3.8-flash", 1))

    assert ["acme-tuned"] == [one.id for one in read_user_file(file).models]


def test_packaged_sources_can_be_cited(tmp_path: Path) -> None:
    """A price may name a source of the packaged prices."""
    source = read_packaged().sources[0].id
    file = write(tmp_path, "prices.toml", TOML.replace('["contract"]', f'["{source}"]'))

    assert (source,) == read_user_file(file).prices[0].sources


@pytest.mark.parametrize(
    ("name", "text", "line", "part"),
    [
        ("p.toml", b"schema = 1\nx = \n", 2, "it is not TOML: Invalid value"),
        ("p.toml", b"schema = 1\nschema = 1\n", 2, "it is not TOML"),
        ("p.toml", b"schema = 1\nx = [1,\n", 3, "it is not TOML"),
        ("p.json", b'{"schema": 1,\n "prices": [},\n}', 2, "it is not JSON: Expecting value"),
        ("p.json", b'{"schema": 1,\n', 2, "it is not JSON"),
        ("p.json", b"", 1, "it is not JSON"),
        ("p.json", b"[1]", 1, "got a list"),
        ("p.json", b"[" * 100_000, None, "nested too deeply"),
        ("p.toml", b"schema = 1\n# \xff\n", 2, "it is not UTF-8: byte 13 is 0xff"),
        ("p.toml", b"schema = " + b"1" * 5_000, None, "it is not TOML: Exceeds the limit"),
        ("p.json", b'{"schema": ' + b"1" * 5_000 + b"}", None, "it is not JSON: Exceeds the limit"),
        ("p.yaml", b"schema: 1", None, 'ends in ".yaml", which should say its form'),
        ("p", b"schema = 1", None, "has no ending"),
    ],
)
def test_unreadable(name: str, text: bytes, line: int | None, part: str, tmp_path: Path) -> None:
    """A file that is no TOML or JSON is refused, with the line where it is known."""
    file = tmp_path / name
    file.write_bytes(text)
    error = refuse(file)

    assert (line, "") == (error.line, error.field)
    assert part in str(error)
    assert str(file) in str(error)


def test_missing_file(tmp_path: Path) -> None:
    """A file that is not there is told from one that is wrong, with where it was looked for."""
    error = refuse(tmp_path / "none.toml")

    assert f"there is no such file, seen from {Path.cwd()}" in str(error)


def test_directory(tmp_path: Path) -> None:
    """A directory is no price file."""
    folder = tmp_path / "prices.toml"
    folder.mkdir()

    assert "it is a directory; name a file in it" in str(refuse(folder))


def test_path_that_no_system_has() -> None:
    """A path that the system does not take is refused like a file that cannot be read."""
    assert "it cannot be read: embedded null byte" in str(refuse(Path("a\0.toml")))


def test_a_price_for_nobody_is_refused(tmp_path: Path) -> None:
    """A typing error in a name would leave the list price in force, unseen."""
    file = write(tmp_path, "prices.json", JSON.replace('"id": "acme-tuned"', '"id": "acme-tunde"'))

    with pytest.raises(PriceFileError, match='no model "acme-tuned" is known') as caught:
        read_user_file(file)

    assert "prices[0].model" == caught.value.field
