"""Lets a program read many answers without us and with us, and holds what we recorded to them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from google.genai.errors import APIError
from opentelemetry.sdk._logs import LoggerProvider, LogRecordProcessor

from gemini_otel.testing._telemetry import Telemetry, record_telemetry
from tests.comparison import release
from tests.faults.answers import Made
from tests.faults.oracle import Reported, read_reported
from tests.faults.pipe import OK, Bytes, Pipe
from tests.shapes import Caller, turn_over


class Outcome(NamedTuple):
    """What the program got, and the usage events that it led to."""

    answers: Sequence[Any]
    error: tuple[type, str] | None
    events: Sequence[Any]


class _Events(LogRecordProcessor):
    """Keeps the attributes of usage events."""

    def __init__(self) -> None:
        self.seen: list[Any] = []

    def on_emit(self, log_record: Any) -> None:
        if log_record.log_record.event_name == "gemini.usage":
            self.seen.append(dict(log_record.log_record.attributes))

    def shutdown(self) -> None:
        """Nothing to shut down."""

    def force_flush(self, timeout_millis: int = 30_000) -> bool:  # noqa: ARG002 - its interface
        """Nothing to flush."""
        return True


class Trial:
    """One client in one shape, which reads batch after batch."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._pipe = Pipe(Bytes([b"{}"]))
        self._client = self._pipe.connect()
        self.kinds: Counter[str] = Counter()

    def hold(self, batch: Sequence[Made]) -> list[str]:
        """What is wrong with a batch: another outcome, or another count than was reported."""
        bare = self._read(batch, [])
        events, provider = _Events(), LoggerProvider(shutdown_on_exit=False)
        provider.add_log_record_processor(events)
        with record_telemetry(logger_provider=provider) as telemetry:
            watched = self._read(batch, events.seen)
        self.kinds.update(kind for made in batch for kind in made.kinds)
        return [*_compare(batch, bare, watched), *_check_totals(batch, watched, telemetry)]

    def describe(self) -> str:
        """One line of what kinds of answers were made."""
        return ", ".join(f"{kind} {count:,}" for kind, count in self.kinds.most_common())

    def _read(self, batch: Sequence[Made], events: list[Any]) -> list[Outcome]:
        if self._caller.is_async:
            return self._caller.run(self._read_async(batch, events))
        return [self._end(*self._ask(made), events) for made in batch]

    def _ask(self, made: Made) -> tuple[list[Any], BaseException | None]:
        came: list[Any] = []
        self._pipe.answer = made.answer
        try:
            self._caller.ask(self._client, came.append)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is compared
            return came, error
        return came, None

    async def _read_async(self, batch: Sequence[Made], events: list[Any]) -> list[Outcome]:
        return [await self._end_async(*await self._ask_async(made), events) for made in batch]

    async def _end_async(
        self, came: list[Any], error: BaseException | None, events: list[Any]
    ) -> Outcome:
        release(error)
        if error is not None:
            await turn_over()
        return self._end(came, error, events)

    async def _ask_async(self, made: Made) -> tuple[list[Any], BaseException | None]:
        came: list[Any] = []
        self._pipe.answer = made.answer
        try:
            await self._caller.ask_async(self._client, came.append)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is compared
            return came, error
        return came, None

    def _end(self, came: list[Any], error: BaseException | None, events: list[Any]) -> Outcome:
        release(error)  # it holds what the SDK left of a stream
        told, events[:] = [*events], []
        return Outcome(came, (type(error), str(error)) if error else None, told)


def _compare(
    batch: Sequence[Made], bare: Sequence[Outcome], watched: Sequence[Outcome]
) -> Iterator[str]:
    for made, one, other in zip(batch, bare, watched, strict=True):
        if not _is_same(one, other):
            yield f"{made}: {one[:2]} without us, {other[:2]} with us"
        yield from _check(made, other)


def _is_same(one: Outcome, other: Outcome) -> bool:
    if one.error != other.error or len(one.answers) != len(other.answers):
        return False
    # What holds a NaN is not equal to itself.
    return one.answers == other.answers or repr(one.answers) == repr(other.answers)


def _read(made: Made, outcome: Outcome) -> list[Reported]:
    """What was reported: in all that the program got, or in one chunk more, where it failed.

    Older SDKs read a chunk and fail over it before the program has it.
    """
    came = len(outcome.answers)
    is_read = made.answer.is_stream or not outcome.error
    counts = (came, came + 1) if outcome.error and made.answer.is_stream else (came,)
    return [read_reported(made.answer, count, is_read=is_read) for count in counts]


def _is_billed(made: Made, outcome: Outcome) -> bool:
    """Whether an answer came: not an error, nor one at the very beginning of a stream."""
    is_refused = made.answer.is_stream and not outcome.answers and outcome.error is not None
    return made.answer.status == OK and not (
        is_refused and issubclass(outcome.error[0], APIError)  # type: ignore[index]
    )


def _check(made: Made, outcome: Outcome) -> Iterator[str]:
    reported, events = _read(made, outcome), outcome.events
    if len(events) != _is_billed(made, outcome):
        yield f"{made}: {len(events)} usage events"
        return
    for event in events:
        possible = [one for one in reported if one.tokens == _read_event(event)]
        if not possible:
            yield f"{made}: reported {reported}, told {event}"
        elif event["gemini.cost.complete"] and not any(map(_is_whole, possible)):
            yield f"{made}: reported {reported}, and nothing is said of it: {event}"


def _is_whole(reported: Reported) -> bool:
    return reported.is_sound and reported.is_known


def _read_event(event: dict[str, Any]) -> Counter[str]:
    told: Counter[str] = Counter()
    for name, tokens in event.items():
        if name.startswith("gemini.usage.tokens."):
            told[name.split(".")[3]] += tokens
    return told


def _check_totals(
    batch: Sequence[Made], outcomes: Sequence[Outcome], telemetry: Telemetry
) -> Iterator[str]:
    told = sum((_read_event(event) for one in outcomes for event in one.events), Counter[str]())
    counted: Counter[str] = Counter()
    for point in telemetry.points("gemini.client.tokens"):
        counted[point.attributes["gemini.token.kind"]] += int(point.value)
    if told != counted:
        yield f"{len(batch)} answers: told are {told}, counted are {counted}"
    if len(batch) != telemetry.total("gemini.client.calls"):
        yield f"{telemetry.total('gemini.client.calls')} of {len(batch)} calls were counted"
