"""Gathers an answer from one response or from the chunks of a stream, in the same way."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final, TypeVar

from gemini_otel._call import Answer, Block, SafetyRating
from gemini_otel._classify._verdicts import judge_finish
from gemini_otel._extract._candidate import Candidate, read_rating
from gemini_otel._extract._fields import Fields
from gemini_otel._extract._request import normalise_model
from gemini_otel._extract._usage import drop_repeated, read_usage
from gemini_otel._extract._values import MOST_ITEMS, read_list, read_name, read_text
from gemini_otel._extract._wire import open_body, read_header
from gemini_otel.pricing import Grounding, Usage


T = TypeVar("T")

_PLAIN_ENDINGS: Final = ((), ("STOP",))
_ENVELOPE: Final = Fields("response_id", "model_version", "model_status")
_DROP_EVERY: Final = 16
"""To look for what is said twice takes longer, chunk by chunk, than to hold so many reports."""

_TIER_HEADER: Final = "x-gemini-service-tier"
_PROBABILITIES: Final = ("NEGLIGIBLE", "LOW", "MEDIUM", "HIGH")
_DECIDED_BY_RATINGS: Final = ("SAFETY", "IMAGE_SAFETY")


class Gathering:
    """What an answer has shown so far.

    A chunk costs a handful of attribute reads: everything is kept by reference until the answer
    is complete. Usage is a running total, of which the last report counts, and of those before it
    only what it leaves out.

    Args:
        keeps_content: Whether the chunks are kept for content capture.
    """

    __slots__ = (
        "_candidates",
        "_feedback",
        "_first",
        "_last",
        "_reports",
        "has_output",
        "kept",
    )

    def __init__(self, *, keeps_content: bool = False) -> None:
        self._first: object = None
        self._last: object = None
        self._reports: list[object] = []
        self._feedback: object = None
        self._candidates: dict[int, Candidate] = {}
        self.has_output = False
        self.kept: list[object] | None = [] if keeps_content else None

    def absorb(self, chunk: object) -> None:
        """Takes in the next chunk, or the whole response."""
        self._last = chunk
        if self._first is None:
            self._first = chunk
        usage = getattr(chunk, "usage_metadata", None)
        if usage is not None:
            self._reports.append(usage)
            if not len(self._reports) % _DROP_EVERY:
                drop_repeated(self._reports)
        candidates = getattr(chunk, "candidates", None)
        if candidates:
            for candidate in read_list(candidates):
                given = getattr(candidate, "index", None)
                index = given if isinstance(given, int) else 0
                known = self._candidates.get(index) or self._add_candidate(index)
                known.absorb(candidate)
                self.has_output = self.has_output or known.has_output
        else:
            self._absorb_bare(chunk)
        if self.kept is not None:
            self.kept.append(chunk)

    def _add_candidate(self, index: int) -> Candidate:
        added = self._candidates[index] = Candidate()
        return added

    def _absorb_bare(self, chunk: object) -> None:
        """A chunk without candidates: the end of a stream, a blocked prompt or an unread body."""
        feedback = getattr(chunk, "prompt_feedback", None)
        if feedback is not None:
            self._feedback = feedback
        body = open_body(chunk)
        if body is not chunk:
            self.absorb(body)

    @property
    def is_ending(self) -> bool:
        """Whether it has said how it ends: a stream may yet send more."""
        is_blocked = getattr(self._feedback, "block_reason", None) is not None
        return is_blocked or any(one.ending is not None for one in self._candidates.values())

    @property
    def is_of_several(self) -> bool:
        """Whether these are the answers of a loop: with a call of a function, and of other ids."""
        first, last = (getattr(one, "response_id", None) for one in (self._first, self._last))
        is_other = None not in (first, last) and first != last
        return is_other and any(one.calls for one in self._candidates.values())

    def read(self) -> Answer:
        """The facts of the answer, as far as it has come."""
        if self._feedback is None:  # what came without candidates was seen
            self._feedback = _find_block(getattr(self._first, "prompt_feedback", None))
        candidates = self._sort_candidates()
        reasons = _read_endings(candidates)
        response_id, model, status = self._read_envelope()
        is_plain = status is None and self._is_plain(reasons, candidates)
        tier = read_header(self._first, _TIER_HEADER)
        answer = Answer(
            read_text(response_id),
            normalise_model(model) if model else None,
            self._read_usage(),
            reasons,
            read_text(tier) if tier else None,
            self._read_traffic_type(),
            self.has_output,
            is_plain,
        )
        return answer if is_plain else self._read_rest(answer, candidates, status)

    def _sort_candidates(self) -> Sequence[Candidate]:
        known = self._candidates
        if len(known) > 1:
            return [known[index] for index in sorted(known)]
        return (*known.values(),)

    def _is_plain(self, reasons: tuple[str, ...], candidates: Sequence[Candidate]) -> bool:
        """Whether there is no more to read; to find that out piece by piece takes twice as long."""
        if not self.has_output or self._feedback is not None or reasons not in _PLAIN_ENDINGS:
            return False
        return candidates[0].is_plain if len(candidates) == 1 else _are_plain(candidates)

    def _read_rest(self, answer: Answer, candidates: Sequence[Candidate], status: object) -> Answer:
        ratings = _take(rating for one in candidates for rating in one.read_ratings())
        return answer._replace(
            block=self._read_block(candidates),
            ratings=(*self._read_prompt_ratings(), *ratings),
            citations=_take(citation for one in candidates for citation in one.read_citations()),
            grounding=_add_up([g for one in candidates if (g := one.read_grounding())]),
            url_statuses=_take(status for one in candidates for status in one.read_url_statuses()),
            safety_decisions=_take(d for one in candidates for d in one.read_decisions()),
            model_stage=read_name(getattr(status, "model_stage", None)),
            model_retirement=_read_time(getattr(status, "retirement_time", None)),
            is_repetitive=any(one.is_repetitive for one in candidates),
        )

    def _read_envelope(self) -> tuple[object, ...]:
        """What the last chunk says of the whole answer, and where it is silent the first."""
        last = _ENVELOPE.read(self._last)
        if self._last is self._first:
            return last
        first = _ENVELOPE.read(self._first)
        return tuple(new or old for new, old in zip(last, first, strict=True))

    def _read_usage(self) -> Usage | None:
        if len(self._reports) > 1:
            drop_repeated(self._reports)
        return read_usage(*self._reports) if self._reports else None

    def _read_traffic_type(self) -> str | None:
        for report in reversed(self._reports):
            found = getattr(report, "traffic_type", None)
            if found is not None and (name := read_name(found)):
                return name
        return None

    def _read_prompt_ratings(self) -> list[SafetyRating]:
        given = read_list(getattr(self._feedback, "safety_ratings", None))
        return [read_rating(one) for one in given[:MOST_ITEMS]]

    def _read_block(self, candidates: Sequence[Candidate]) -> Block | None:
        reason = read_name(getattr(self._feedback, "block_reason", None))
        if reason:
            return Block("prompt", reason, _find_deciding(reason, self._read_prompt_ratings()))
        for one in candidates:
            ending = read_name(one.ending)
            if ending and judge_finish(ending).blocked:
                return Block("response", ending, _find_deciding(ending, [*one.read_ratings()]))
        return None


def _find_block(feedback: object) -> object:
    """Feedback that stands beside an answer, if it says that the prompt was blocked."""
    reason = read_name(getattr(feedback, "block_reason", None)) if feedback is not None else None
    return feedback if reason and not reason.endswith("_UNSPECIFIED") else None


def _are_plain(candidates: Sequence[Candidate]) -> bool:
    return all(one.is_plain for one in candidates)


def _read_endings(candidates: Sequence[Candidate]) -> tuple[str, ...]:
    """How each candidate ended that did."""
    if len(candidates) == 1:
        ending = read_name(candidates[0].ending)
        return (ending,) if ending else ()
    return _take(ending for one in candidates if (ending := read_name(one.ending)))


def _take(found: Iterable[T]) -> tuple[T, ...]:
    """As many as are taken from a server, which may send candidates without end."""
    return tuple(islice(found, MOST_ITEMS))


def _find_deciding(reason: str, ratings: Sequence[SafetyRating]) -> str | None:
    """The category that blocked: the one marked so, else the most probable where ratings decide."""
    marked = next((one.category for one in ratings if one.blocked), None)
    if marked or reason not in _DECIDED_BY_RATINGS:
        return marked
    likeliest = max(ratings, key=_rank, default=None)
    return likeliest.category if likeliest and _rank(likeliest) > 0 else None


def _rank(rating: SafetyRating) -> int:
    known = rating.probability in _PROBABILITIES
    return _PROBABILITIES.index(str(rating.probability)) if known else -1


def _add_up(groundings: Sequence[Grounding]) -> Grounding | None:
    if len(groundings) <= 1:
        return groundings[0] if groundings else None
    return Grounding(
        web_queries=sum(one.web_queries for one in groundings),
        image_queries=sum(one.image_queries for one in groundings),
        retrieval_queries=sum(one.retrieval_queries for one in groundings),
        maps_chunks=sum(one.maps_chunks for one in groundings),
        sources=sum(one.sources for one in groundings),
        own_sources=sum(one.own_sources for one in groundings),
        other_tools=any(one.other_tools for one in groundings),
    )


def _read_time(value: object) -> str | None:
    isoformat = getattr(value, "isoformat", None)
    return read_text(isoformat() if callable(isoformat) else value)
