"""The tables of a ledger: one row a billed response, one a line of its bill, and hourly sums.

An allocation is all that a cost is told apart by: few of them come often, so that the sums of an
hour by allocation are far fewer than its responses.

Amounts are whole nano-dollars, times whole nanoseconds since 1970, in UTC. `hour` is the number of
the hour since 1970; Pacific days begin at whole hours, so hours add up to them exactly. No query
needs to divide.
"""

from decimal import Decimal
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Numeric,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    literal_column,
)


VERSION: Final = 2
"""Of these tables; the table `ledger_version` says which a database has."""

METADATA: Final = MetaData()

_BIG_KEY: Final = BigInteger().with_variant(Integer, "sqlite")


class Quantity(TypeDecorator[Decimal]):
    """A number of units: a whole one of tokens, a fraction of hours; exact in every database."""

    impl = Numeric
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """SQLite knows no decimals: it is given text, and keeps whole numbers whole."""
        return str(value) if dialect.name == "sqlite" and value is not None else value

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """A decimal, from every database."""
        del dialect
        return None if value is None else Decimal(str(value))


LEDGER_VERSION: Final = Table(
    "ledger_version", METADATA, Column("version", Integer, nullable=False)
)

RESPONSES: Final = Table(
    "responses",
    METADATA,
    Column("id", _BIG_KEY, primary_key=True),
    # `log.record.uid` of the event: what makes a replay harmless.
    Column("uid", String(32), nullable=False),
    Column("time_ns", BigInteger, nullable=False),
    Column("hour", Integer, nullable=False),
    Column("service", Text),
    Column("environment", Text),
    Column("instance", Text),
    Column("trace_id", String(32)),
    Column("span_id", String(16)),
    Column("operation", Text, nullable=False),
    # gemini_api or vertex.
    Column("platform", Text, nullable=False),
    Column("location", Text),
    Column("request_model", Text),
    Column("response_model", Text),
    # The model whose prices hold; else the one that answered; else the one that was asked.
    Column("model", Text, nullable=False),
    Column("tier", Text, nullable=False),
    Column("tier_requested", Text),
    Column("traffic_type", Text),
    Column("response_id", Text),
    # answered, truncated, blocked, unusable, abandoned or failed.
    Column("outcome", Text, nullable=False),
    Column("finish_reason", Text),
    Column("block_reason", Text),
    Column("error_type", Text),
    Column("stream_end", Text),
    Column("duration_ns", BigInteger),
    Column("attempts", Integer, nullable=False),
    Column("usage_complete", Boolean, nullable=False),
    Column("uncached_prompt_tokens", BigInteger, nullable=False),
    Column("cached_tokens", BigInteger, nullable=False),
    Column("tool_use_tokens", BigInteger, nullable=False),
    Column("candidates_tokens", BigInteger, nullable=False),
    Column("thoughts_tokens", BigInteger, nullable=False),
    Column("unknown_tokens", BigInteger, nullable=False),
    # JSON: tokens by kind and modality, such as {"candidates.text": 12}.
    Column("tokens", Text),
    Column("web_queries", Integer, nullable=False),
    Column("image_queries", Integer, nullable=False),
    Column("retrieval_queries", Integer, nullable=False),
    # NULL where nothing could be priced: never 0.
    Column("nano_usd", BigInteger),
    Column("cost_complete", Boolean, nullable=False),
    Column("savings_nano_usd", BigInteger, nullable=False),
    # Comma-separated.
    Column("unpriced_reasons", Text),
    Column("assumptions", Text),
    Column("tenant", Text),
    Column("feature", Text),
    # JSON: what else `attribution()` said.
    Column("attribution", Text),
    Column("credential", Text),
    UniqueConstraint("uid", name="responses_uid"),
)

COMPONENTS: Final = Table(
    "components",
    METADATA,
    Column("response", _BIG_KEY, ForeignKey("responses.id", ondelete="CASCADE"), nullable=False),
    Column("line", Integer, nullable=False),
    Column("component", Text, nullable=False),
    Column("modality", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("quantity", Quantity, nullable=False),
    Column("nano_usd", BigInteger, nullable=False),
    # A decimal as text: US dollars for so many units as `per` says.
    Column("rate_usd", Text),
    Column("per", BigInteger),
    Column("price_id", Text),
    # JSON: uplifts and discounts that are in the rate.
    Column("adjustments", Text),
    PrimaryKeyConstraint("response", "line"),
    sqlite_with_rowid=False,
)


def _texts(*names: str, nullable: bool = False) -> list[Column[Any]]:
    return [Column(name, Text, nullable=nullable) for name in names]


def _numbers(*names: str) -> list[Column[Any]]:
    return [Column(name, BigInteger, nullable=False) for name in names]


HOURLY_RESPONSES: Final = Table(
    "hourly_responses",
    METADATA,
    Column("hour", Integer, nullable=False),
    *_texts("model", "tier", "platform", "outcome"),
    # Those with no price at all, and those with a price for a part.
    *_numbers("responses", "unpriced_responses", "incomplete_responses", "retried_responses"),
    *_numbers("uncached_prompt_tokens", "cached_tokens", "tool_use_tokens"),
    *_numbers("candidates_tokens", "thoughts_tokens", "unknown_tokens", "unpriced_tokens"),
    *_numbers("queries", "nano_usd", "savings_nano_usd"),
    PrimaryKeyConstraint("hour", "model", "tier", "platform", "outcome"),
    sqlite_with_rowid=False,
)

HOURLY_COMPONENTS: Final = Table(
    "hourly_components",
    METADATA,
    Column("hour", Integer, nullable=False),
    *_texts("model", "tier", "platform", "component"),
    *_numbers("lines", "nano_usd"),
    PrimaryKeyConstraint("hour", "model", "tier", "platform", "component"),
    sqlite_with_rowid=False,
)

ALLOCATIONS: Final = Table(
    "allocations",
    METADATA,
    Column("id", _BIG_KEY, primary_key=True),
    # A digest of the values, because a database takes two that are NULL for different ones.
    Column("digest", String(32), nullable=False),
    *_texts("model", "tier", "platform", "outcome", "operation"),
    *_texts("service", "environment", "tenant", "feature", nullable=True),
    # Of lines of bills; NULL for responses.
    *_texts("component", nullable=True),
    UniqueConstraint("digest", name="allocations_digest"),
)


def _make_allocated(name: str, *sums: str) -> Table:
    return Table(
        name,
        METADATA,
        Column("hour", Integer, nullable=False),
        Column("allocation", BigInteger, ForeignKey("allocations.id"), nullable=False),
        *_numbers(*sums),
        PrimaryKeyConstraint("hour", "allocation"),
        sqlite_with_rowid=False,
    )


HOURLY_ALLOCATIONS: Final = _make_allocated(
    "hourly_allocations",
    *("responses", "unpriced_responses", "incomplete_responses"),
    *("input_tokens", "output_tokens", "nano_usd"),
)
HOURLY_ALLOCATED_COMPONENTS: Final = _make_allocated(
    "hourly_allocated_components", "lines", "nano_usd"
)

Index("responses_hour", RESPONSES.c.hour)
# Few responses are of these kinds, and a report asks for them alone.
Index(
    "responses_open",
    RESPONSES.c.hour,
    sqlite_where=RESPONSES.c.cost_complete == false(),
    postgresql_where=RESPONSES.c.cost_complete == false(),
)
Index(
    "responses_retried",
    RESPONSES.c.hour,
    sqlite_where=RESPONSES.c.attempts > literal_column("1"),
    postgresql_where=RESPONSES.c.attempts > literal_column("1"),
)
