"""Brings the tables of a ledger to the version that is known here, from any older one."""

from collections.abc import Callable, Mapping
from typing import Final

from sqlalchemy import Connection, insert, inspect, select, text, update

from gemini_otel_exporters._ledger._schema import LEDGER_VERSION, METADATA, VERSION


Step = Callable[[Connection], None]

STEPS: Final[Mapping[int, Step]] = {}
"""What makes of each version the next one; none begins at 1, which no release made."""

_LOCK: Final = 0x67656D696E690001
"""Of PostgreSQL's advisory locks: two processes may make the tables at once."""


class UnknownVersionError(RuntimeError):
    """The ledger has tables that this version of gemini-otel cannot write to."""


def migrate(
    connection: Connection, steps: Mapping[int, Step] = STEPS, version: int = VERSION
) -> None:
    """Makes the tables, or takes them step by step to a version, within a transaction.

    Args:
        connection: Within the transaction.
        steps: By the version that they begin at.
        version: The one to reach.

    Raises:
        UnknownVersionError: They are of a later version, or of one that has no step.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    if not inspect(connection).has_table(LEDGER_VERSION.name):
        METADATA.create_all(connection)
        connection.execute(insert(LEDGER_VERSION).values(version=version))
        return
    found = read_version(connection)
    while found < version:
        _take(connection, steps, found)
        found += 1
    check_version(connection, version)


def check_version(connection: Connection, version: int = VERSION) -> None:
    """Makes sure of the version before anything is written.

    Raises:
        UnknownVersionError: It is another one.
    """
    found = read_version(connection)
    if found != version:
        raise UnknownVersionError(
            f"the ledger has tables of version {found}, this gemini-otel writes version {version}: "
            + ("upgrade gemini-otel" if found > version else "it has no way from there")
        )


def read_version(connection: Connection) -> int:
    """The version that the ledger says it has; 0 where it says none."""
    return connection.execute(select(LEDGER_VERSION.c.version)).scalar() or 0


def _take(connection: Connection, steps: Mapping[int, Step], found: int) -> None:
    step = steps.get(found)
    if step is None:
        raise UnknownVersionError(
            f"the ledger has tables of version {found}, from which no way leads on"
        )
    step(connection)
    connection.execute(update(LEDGER_VERSION).values(version=found + 1))
