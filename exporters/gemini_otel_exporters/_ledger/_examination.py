"""Looks at a ledger from outside: its database, its spool, and what could harm them."""

import os
from collections.abc import Iterator
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from gemini_otel import ConfigurationError, Finding
from gemini_otel_exporters._ledger._engines import SOUND, find_sqlite
from gemini_otel_exporters._ledger._location import (
    DURABLE_VARIABLE,
    VARIABLE,
    Place,
    find_durability,
    find_place,
)
from gemini_otel_exporters._ledger._migrations import UnknownVersionError, check_version
from gemini_otel_exporters._ledger._outage import advise, describe
from gemini_otel_exporters._ledger._reading import open_reader
from gemini_otel_exporters._ledger._schema import VERSION
from gemini_otel_exporters._ledger._waiting import count_waiting


_PLACE: Final = "ledger.place"
_SPOOL: Final = "ledger.spool"
_LENGTHS: Final = (
    "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT",
    "OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT",
)
_COUNTS: Final = ("OTEL_ATTRIBUTE_COUNT_LIMIT", "OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT")
_LONG_ENOUGH: Final = 16_384
_MANY_ENOUGH: Final = 64


def examine() -> Iterator[Finding]:
    """All findings; none where no ledger is configured and none is in its usual place."""
    try:
        place, is_durable = find_place(None), find_durability(None)
    except ConfigurationError as error:
        seen = str(error).removeprefix("gemini_otel: ")
        yield Finding(_PLACE, "problem", seen, f"Mend or unset {VARIABLE} and {DURABLE_VARIABLE}.")
        return
    is_meant = bool(os.environ.get(VARIABLE, "").strip())
    if not is_meant and not (place.file and os.path.exists(place.file)):  # noqa: PTH110 - says no
        return
    yield _examine_place(place)
    yield from _examine_spool(place)
    if place.file:
        yield from _examine_sqlite()
    yield _examine_durability(is_durable=is_durable)
    yield from _examine_limits()


def _examine_place(place: Place) -> Finding:
    try:
        if not place.is_there():
            seen = f"The ledger {place} is made by the first program with it."
            return Finding(_PLACE, "note", seen)
        engine = open_reader(place)
        with engine.connect() as connection:
            check_version(connection)
        engine.dispose()
    except ConfigurationError as error:
        return Finding(_PLACE, "problem", str(error), "Install what is missing.")
    except (SQLAlchemyError, OSError, UnknownVersionError) as error:
        seen = f"The ledger {place} cannot be read: {describe(error)}."
        advice = advise(error)
        return Finding(_PLACE, "problem", seen, f"{advice[:1].upper()}{advice[1:]}.")
    return Finding(_PLACE, "ok", f"The ledger {place} has tables of version {VERSION}.")


def _examine_spool(place: Place) -> Iterator[Finding]:
    try:
        waiting = count_waiting(place.spool)
    except OSError as error:
        advice = f"Let this user read and write the folder, or set {VARIABLE}."
        yield Finding(_SPOOL, "problem", f"{place.spool} cannot be read: {error}.", advice)
        return
    if waiting.obstacle:
        yield Finding(_SPOOL, "problem", *waiting.obstacle)
    elif waiting.orphans:
        yield Finding(
            _SPOOL,
            "note",
            f"{waiting.orphans:,} lines of ended processes wait in {place.spool}.",
            "The next program with this ledger moves them, and `gemini-otel ledger move` does.",
        )
    else:
        yield Finding(_SPOOL, "ok", f"{waiting.lines:,} lines are in {place.spool}.")
    if waiting.rejected:
        yield Finding(
            "ledger.rejected",
            "warning",
            f"{waiting.rejected:,} lines were rejected; these responses are not in the ledger.",
            f"Look at {place.spool / 'rejected.jsonl'}; its lines say why.",
        )


def _examine_sqlite() -> Iterator[Finding]:
    sqlite = find_sqlite()
    if sqlite.sqlite_version_info < SOUND:
        yield Finding(
            "ledger.sqlite",
            "warning",
            f"SQLite {sqlite.sqlite_version} can, rarely, damage a database that one connection "
            "writes to while another moves its log (fixed in 3.51.3). Our writers take turns, so "
            "that they do not; other programs that write to the ledger may.",
            "Install pysqlite3, which the ledger then uses; in a program of your own: "
            "create_engine(url, module=pysqlite3). Or upgrade SQLite.",
        )


def _examine_durability(*, is_durable: bool) -> Finding:
    if is_durable:
        return Finding("ledger.durable", "ok", "Responses survive a power loss.")
    return Finding(
        "ledger.durable",
        "note",
        "Responses survive a killed process; those of the last seconds not a power loss.",
        f"Set {DURABLE_VARIABLE} to true to wait for the disk in each call.",
    )


def _examine_limits() -> Iterator[Finding]:
    for names, enough in ((_LENGTHS, _LONG_ENOUGH), (_COUNTS, _MANY_ENOUGH)):
        for name in names:
            limit = os.environ.get(name, "").strip()
            if limit.isdecimal() and int(limit) < enough:
                yield Finding(
                    "ledger.limits",
                    "warning",
                    f"{name} cuts usage events at {limit}: the ledger may keep a total without "
                    "the lines of its bill.",
                    f"Unset {name}, or set it to {enough} or more.",
                    name,
                )
