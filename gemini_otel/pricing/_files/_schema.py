"""Checks a price file as a whole: first its fields, and then, if these are right, its records."""

from collections.abc import Iterator, Mapping
from typing import Any

from gemini_otel.pricing._files._building import build
from gemini_otel.pricing._files._faults import Fault, PriceFileError
from gemini_otel.pricing._files._fields import check_shape
from gemini_otel.pricing._files._locating import locate
from gemini_otel.pricing._files._overlaps import check_gaps, check_overlaps
from gemini_otel.pricing._files._parsing import Parsed
from gemini_otel.pricing._files._relations import Known, check_relations
from gemini_otel.pricing._records import Records


def check_user_file(parsed: Parsed, packaged: Records) -> Records:
    """The records of a user's file, if nothing is wrong with it.

    Args:
        parsed: The file.
        packaged: The package's own prices, whose models and sources it may name.

    Raises:
        PriceFileError: Something is wrong with it.
    """
    _raise_any(parsed, check_shape(parsed.document))
    built = build(parsed.document, is_users=True)
    known = Known({one.id for one in packaged.models}, {one.id for one in packaged.sources})
    _raise_any(parsed, _check_records(built, known))
    return built


def check_packaged(document: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what is wrong with the package's own file, without lines."""
    faults = list(check_shape(document, is_packaged=True))
    yield from faults
    if not faults:
        records = build(document)
        declared = {at for at, one in enumerate(document["prices"]) if "gap_before" in one}
        yield from _check_records(records, Known())
        yield from check_gaps(records, declared)


def _check_records(records: Records, known: Known) -> Iterator[Fault]:
    yield from check_relations(records, known)
    yield from check_overlaps(records)


def _raise_any(parsed: Parsed, faults: Iterator[Fault]) -> None:
    if found := locate(parsed.text, faults, is_toml=parsed.is_toml):
        raise PriceFileError(parsed.name, found)
