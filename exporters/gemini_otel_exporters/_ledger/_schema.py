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


VERSION: Final = 1
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

HOURLY_RESPONSES: Final = Table(
    "hourly_responses",
    METADATA,
    Column("hour", Integer, nullable=False),
    Column("model", Text, nullable=False),
    Column("tier", Text, nullable=False),
    Column("platform", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("responses", BigInteger, nullable=False),
    # Those with no price at all, and those with a price for a part.
    Column("unpriced_responses", BigInteger, nullable=False),
    Column("incomplete_responses", BigInteger, nullable=False),
    Column("retried_responses", BigInteger, nullable=False),
    Column("uncached_prompt_tokens", BigInteger, nullable=False),
    Column("cached_tokens", BigInteger, nullable=False),
    Column("tool_use_tokens", BigInteger, nullable=False),
    Column("candidates_tokens", BigInteger, nullable=False),
    Column("thoughts_tokens", BigInteger, nullable=False),
    Column("unknown_tokens", BigInteger, nullable=False),
    Column("unpriced_tokens", BigInteger, nullable=False),
    Column("queries", BigInteger, nullable=False),
    Column("nano_usd", BigInteger, nullable=False),
    Column("savings_nano_usd", BigInteger, nullable=False),
    PrimaryKeyConstraint("hour", "model", "tier", "platform", "outcome"),
    sqlite_with_rowid=False,
)

HOURLY_COMPONENTS: Final = Table(
    "hourly_components",
    METADATA,
    Column("hour", Integer, nullable=False),
    Column("model", Text, nullable=False),
    Column("tier", Text, nullable=False),
    Column("platform", Text, nullable=False),
    Column("component", Text, nullable=False),
    Column("lines", BigInteger, nullable=False),
    Column("nano_usd", BigInteger, nullable=False),
    PrimaryKeyConstraint("hour", "model", "tier", "platform", "component"),
    sqlite_with_rowid=False,
)

ALLOCATIONS: Final = Table(
    "allocations",
    METADATA,
    Column("id", _BIG_KEY, primary_key=True),
    # A digest of the values, because a database takes two that are NULL for different ones.
    Column("digest", String(32), nullable=False),
    Column("model", Text, nullable=False),
    Column("tier", Text, nullable=False),
    Column("platform", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("operation", Text, nullable=False),
    Column("service", Text),
    Column("environment", Text),
    Column("tenant", Text),
    Column("feature", Text),
    # Of lines of bills; NULL for responses.
    Column("component", Text),
    UniqueConstraint("digest", name="allocations_digest"),
)

HOURLY_ALLOCATIONS: Final = Table(
    "hourly_allocations",
    METADATA,
    Column("hour", Integer, nullable=False),
    Column("allocation", BigInteger, ForeignKey("allocations.id"), nullable=False),
    Column("responses", BigInteger, nullable=False),
    Column("unpriced_responses", BigInteger, nullable=False),
    Column("incomplete_responses", BigInteger, nullable=False),
    Column("input_tokens", BigInteger, nullable=False),
    Column("output_tokens", BigInteger, nullable=False),
    Column("nano_usd", BigInteger, nullable=False),
    PrimaryKeyConstraint("hour", "allocation"),
    sqlite_with_rowid=False,
)

HOURLY_ALLOCATED_COMPONENTS: Final = Table(
    "hourly_allocated_components",
    METADATA,
    Column("hour", Integer, nullable=False),
    Column("allocation", BigInteger, ForeignKey("allocations.id"), nullable=False),
    Column("lines", BigInteger, nullable=False),
    Column("nano_usd", BigInteger, nullable=False),
    PrimaryKeyConstraint("hour", "allocation"),
    sqlite_with_rowid=False,
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
