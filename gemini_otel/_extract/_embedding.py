"""Reads the answers of `embed_content` and `count_tokens`."""

import json
from typing import Final

from gemini_otel._call import Answer
from gemini_otel._extract._usage import read_usage
from gemini_otel._extract._values import read_count, read_field, read_list
from gemini_otel._extract._wire import read_http_body
from gemini_otel.pricing import Usage


_USAGE_MEMBER: Final = '"usageMetadata"'
_DETAILS: Final = "promptTokensDetails"
_DETAILS_OF_EMBEDDINGS: Final = "promptTokenDetails"


def read_embedding(response: object, raw: object) -> Answer:
    """The facts of an embedding.

    Args:
        response: What the SDK returned.
        raw: The HTTP response below it: SDKs before 3.1 drop the usage that is in its body.

    Returns:
        The usage from the raw body, which has details that the SDK drops, else from the
        response, else from the statistics that Vertex AI gives with each vector.
    """
    report = getattr(response, "usage_metadata", None)
    usage = read_usage(report) if report is not None else None
    return Answer(
        usage=_read_raw_usage(raw) or usage or _read_statistics(response),
        dimensions=_read_dimensions(response),
    )


def _read_raw_usage(raw: object) -> Usage | None:
    """The usage in a body, which is parsed from there on only: vectors are long."""
    body = read_http_body(raw) or ""
    at = body.rfind(_USAGE_MEMBER)
    if at < 0:
        return None
    start = body.index("{", at)
    report, _ = json.JSONDecoder().raw_decode(body, start)
    if _DETAILS_OF_EMBEDDINGS in report:
        report.setdefault(_DETAILS, report[_DETAILS_OF_EMBEDDINGS])
    return read_usage(report)


def _read_statistics(response: object) -> Usage | None:
    counts = [
        read_field(statistics, "token_count")
        for embedding in read_list(getattr(response, "embeddings", None))
        if (statistics := getattr(embedding, "statistics", None)) is not None
    ]
    known = [count for count in counts if count is not None]
    return Usage(prompt=sum(map(read_count, known))) if known else None


def _read_dimensions(response: object) -> int | None:
    embeddings = read_list(getattr(response, "embeddings", None))
    values = read_list(getattr(embeddings[0], "values", None)) if embeddings else []
    return len(values) or None
