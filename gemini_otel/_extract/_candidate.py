"""Gathers one candidate of an answer over the chunks it comes in."""

from collections import deque
from collections.abc import Iterator
from typing import Final

from gemini_otel._call import Citation, SafetyRating
from gemini_otel._classify._redaction import scrub
from gemini_otel._extract._fields import FIELDS_SET, Fields
from gemini_otel._extract._repetition import MEASURED, is_repetitive
from gemini_otel._extract._values import (
    MOST_ITEMS,
    read_field,
    read_list,
    read_name,
    read_text,
)
from gemini_otel.pricing import Grounding


_OTHER_PARTS: Final = (
    "function_call",
    "inline_data",
    "executable_code",
    "code_execution_result",
    "file_data",
    "tool_call",
    "tool_response",
)
_REST: Final = Fields(
    "finish_reason",
    "safety_ratings",
    "citation_metadata",
    "grounding_metadata",
    "url_context_metadata",
)
_ORDINARY: Final = frozenset({"content", "index"})
_TEXT_ALONE: Final = frozenset({"text"})


class Candidate:
    """What one candidate has shown so far, kept by reference until it is read."""

    __slots__ = (
        "_citations",
        "_groundings",
        "_ratings",
        "_texts",
        "_urls",
        "calls",
        "ending",
        "has_output",
        "ran_code",
    )

    def __init__(self) -> None:
        self.ending: object = None
        self.has_output = False
        self.ran_code = False
        self.calls: list[object] = []
        self._ratings: object = None
        self._texts: deque[object] = deque(maxlen=MEASURED)
        self._citations: list[object] = []
        self._groundings: list[object] = []
        self._urls: list[object] = []

    def absorb(self, candidate: object) -> None:
        """Takes in the candidate's share of the next chunk."""
        content = getattr(candidate, "content", None)
        if content is not None:
            for part in read_list(getattr(content, "parts", None)):
                # Most of an answer is text after text.
                is_text = getattr(part, FIELDS_SET, None) == _TEXT_ALONE
                if is_text and (text := getattr(part, "text", None)):
                    self._texts.append(text)
                    self.has_output = True
                else:
                    self._absorb_part(part)
        given = getattr(candidate, FIELDS_SET, None)
        if given is None or not given <= _ORDINARY:
            self._absorb_rest(*_REST.read(candidate))

    def _absorb_part(self, part: object) -> None:
        text = getattr(part, "text", None)
        if text:
            self._texts.append(text)
        elif getattr(part, "code_execution_result", None) is not None:
            self.ran_code = True
        call = getattr(part, "function_call", None)
        if call is not None:
            self.calls.append(call)
        if not self.has_output and not getattr(part, "thought", None):
            self.has_output = bool(text) or any(getattr(part, name, None) for name in _OTHER_PARTS)

    def _absorb_rest(
        self, ending: object, ratings: object, citations: object, grounding: object, urls: object
    ) -> None:
        """What few chunks bring."""
        if ending is not None:
            self.ending = ending
        if ratings:
            self._ratings = ratings
        for kept, metadata in (
            (self._citations, citations),
            (self._groundings, grounding),
            (self._urls, urls),
        ):
            if metadata is not None:
                kept.append(metadata)

    @property
    def is_plain(self) -> bool:
        """Whether it brought nothing beside its content and its end."""
        return not (
            self._ratings or self._citations or self._groundings or self._urls or self.calls
        )

    @property
    def is_repetitive(self) -> bool:
        """Whether it was truncated while it said the same over and over."""
        return read_name(self.ending) == "MAX_TOKENS" and is_repetitive(self._texts)

    def read_ratings(self) -> Iterator[SafetyRating]:
        """The safety ratings, the last that came."""
        for rating in read_list(self._ratings)[:MOST_ITEMS]:
            yield read_rating(rating)

    def read_citations(self) -> Iterator[Citation]:
        """Each citation once, though a stream may repeat it."""
        seen: dict[Citation, None] = {}
        for metadata in self._citations:
            for citation in read_list(getattr(metadata, "citations", None))[:MOST_ITEMS]:
                seen[_read_citation(citation)] = None
        yield from list(seen)[:MOST_ITEMS]

    def read_grounding(self) -> Grounding | None:
        """How often was searched; a stream may repeat its queries from chunk to chunk."""
        if not self._groundings:
            return None
        return Grounding(
            self._count("web_search_queries"),
            self._count("image_search_queries"),
            self._count("retrieval_queries"),
            maps_chunks=self._count_chunks("maps"),
            sources=self._count_chunks("web") + self._count_chunks("image"),
            own_sources=self._count_chunks("retrieved_context"),
            other_tools=bool(
                self._urls or self.ran_code or self._count_chunks("retrieved_context")
            ),
        )

    def _count_chunks(self, kind: str) -> int:
        return max(_count_of_kind(one, kind) for one in self._groundings)

    def _count(self, queries: str) -> int:
        """As many as one report lists, a repeated query included, or as all reports tell apart."""
        reports = [read_list(getattr(one, queries, None)) for one in self._groundings]
        distinct = {query for report in reports for query in report if isinstance(query, str)}
        return max([len(distinct), *map(len, reports)])

    def read_url_statuses(self) -> Iterator[str]:
        """How each URL that the model asked for came out, by the last report of it."""
        statuses: dict[object, str] = {}
        for report in self._urls:
            given = read_list(getattr(report, "url_metadata", None))[:MOST_ITEMS]
            for place, url in enumerate(given):
                status = read_name(getattr(url, "url_retrieval_status", None))
                named = getattr(url, "retrieved_url", None)
                if status:
                    statuses[named if isinstance(named, str) and named else place] = status
        yield from list(statuses.values())[:MOST_ITEMS]

    def read_decisions(self) -> Iterator[str]:
        """The safety decisions that come with computer use, for example `require_confirmation`."""
        for call in self.calls[:MOST_ITEMS]:
            decision = read_field(getattr(call, "args", None), "safety_decision")
            text = read_text(read_field(decision, "decision") if decision else None)
            if text:
                yield text


def read_rating(rating: object) -> SafetyRating:
    """A safety rating of a candidate or of a prompt."""
    return SafetyRating(
        read_name(getattr(rating, "category", None)) or "unknown",
        read_name(getattr(rating, "probability", None)),
        getattr(rating, "blocked", None) is True,
    )


def _read_citation(citation: object) -> Citation:
    start = getattr(citation, "start_index", None)
    end = getattr(citation, "end_index", None)
    uri = read_text(getattr(citation, "uri", None))
    return Citation(
        scrub(uri) if uri else None,
        start if isinstance(start, int) else None,
        end if isinstance(end, int) else None,
    )


def _count_of_kind(grounding: object, kind: str) -> int:
    chunks = read_list(getattr(grounding, "grounding_chunks", None))
    return sum(getattr(chunk, kind, None) is not None for chunk in chunks)
