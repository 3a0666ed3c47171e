"""The page about prices shows files that are right."""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from gemini_otel.pricing._files._fields import check_shape
from gemini_otel.pricing._files._reading import read_user_file
from tests.pricing.price_files import write


_PAGE = Path(__file__).parents[2] / "docs" / "prices.md"
_NEW = ("models", "prices", "prices", "lifecycle")


def _find_example(language: str) -> str:
    [example] = re.findall(
        rf"```{language}\n(.*?)```", _PAGE.read_text(encoding="utf-8"), re.DOTALL
    )
    return str(example)


def test_users_file(tmp_path: Path) -> None:
    """The file of a user's that the page shows is taken, with all that it has."""
    records = read_user_file(write(tmp_path, "prices.toml", _find_example("toml")))

    assert ["acme-tuned"] == [one.id for one in records.models]
    assert [Decimal("0.90"), Decimal("3.10")] == [one.usd for one in records.prices]
    assert [Decimal(15)] == [one.percent for one in records.discounts]


@pytest.mark.parametrize(("place", "kind"), list(enumerate(_NEW)))
def test_new_model(place: int, kind: str) -> None:
    """Each record that the page shows for a new model has the form that the catalog needs."""
    lines = _find_example("json").splitlines()
    document = {"schema": 1, kind: [json.loads(lines[place])]}

    assert len(_NEW) == len(lines)
    assert [] == list(check_shape(document, is_packaged=True))
