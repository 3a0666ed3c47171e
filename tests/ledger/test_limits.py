"""OpenTelemetry's limits cut events: what is left of them is kept, and it is said."""

import pytest
from opentelemetry.sdk._logs import LoggerProvider
from sqlalchemy import create_engine, select

import gemini_otel
from gemini_otel.testing import FakeGemini
from gemini_otel_exporters import LedgerProcessor
from gemini_otel_exporters._ledger._location import find_place
from gemini_otel_exporters._ledger._schema import COMPONENTS
from tests.ledger.books import NANO_A_STEP, read_costs


@pytest.mark.filterwarnings("ignore:Log record attributes were dropped")
@pytest.mark.parametrize(
    "cut",
    [
        ("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", "100", {"unitemised"}),
        ("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", "10", {"unitemised"}),
        ("OTEL_ATTRIBUTE_COUNT_LIMIT", "5", {"input", "output"}),
    ],
)
def test_cut(
    priced: FakeGemini,
    url: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    cut: tuple[str, str, set[str]],
) -> None:
    """Two calls are two responses with their costs, whatever was cut of their ids and bills."""
    variable, limit, components = cut
    monkeypatch.setenv(variable, limit)
    provider = LoggerProvider(shutdown_on_exit=False)
    provider.add_log_record_processor(LedgerProcessor(url))
    gemini_otel.instrument(logger_provider=provider)
    client = priced.client()
    for _ in range(2):
        client.models.generate_content(model="gemini-3.5-flash", contents="How much?")
    provider.shutdown()
    engine = create_engine(find_place(url).url)
    with engine.connect() as connection:
        billed = connection.execute(select(COMPONENTS.c.component, COMPONENTS.c.nano_usd)).all()
    engine.dispose()

    assert 3 * NANO_A_STEP == sum(nano for _, nano in billed)
    assert components == {name for name, _ in billed}
    assert 1 == sum("event='ledger_event_cut'" in line for line in caplog.messages)
    assert variable in caplog.text


@pytest.mark.parametrize("durable", [True, False])
def test_every_call(priced: FakeGemini, url: str, durable: bool) -> None:
    """Each call is a response, at its price."""
    provider = LoggerProvider(shutdown_on_exit=False)
    ledger = LedgerProcessor(url, durable=durable)
    provider.add_log_record_processor(ledger)
    gemini_otel.instrument(logger_provider=provider)
    client = priced.client()
    for _ in range(3):
        client.models.generate_content(model="gemini-3.5-flash", contents="How much?")

    assert provider.force_flush()
    assert {"1": NANO_A_STEP, "2": 2 * NANO_A_STEP, "3": 3 * NANO_A_STEP} == read_costs(url)
    provider.shutdown()
